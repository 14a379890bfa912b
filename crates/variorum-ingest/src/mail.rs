//! Mail messages, and pages that a browser saved as one (MHTML).
//!
//! The subject is the title, the sender the byline, the `Date` header the date; the body is the plain text
//! where there is one and all visible text of the HTML body otherwise. What is attached comes out as members,
//! bytes as sent. A saved page is read as the web page it holds: its `Date` header is when it was captured,
//! which says nothing about publication. Left out: signatures (S/MIME, PGP, DKIM), quoted earlier messages,
//! delivery headers.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use variorum_evidence::document::{Byline, Document};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;
use variorum_evidence::moment::SaidAt;

use crate::dates::parse_date;
use crate::decode::hidden_characters;
use crate::extraction::{Extraction, Format, Member, document};
use crate::html;
use crate::plain::too_large;

/// Reads a mail message.
pub(crate) fn read(bytes: &[u8], name: &str) -> Extraction {
    let extraction = Extraction::of(Format::Mail);
    let has_headers =
        |message: &Message| message.headers().iter().any(|header| !matches!(header.name, HeaderName::Other(_)));
    let Some(message) = MessageParser::default().parse(bytes).filter(has_headers) else {
        return extraction.found(Finding::new("mail.unreadable", name, "it has no header lines that can be read"));
    };
    let original = OriginalId::of_bytes(bytes);
    if let Some(page) = saved_page(&message) {
        let (document, findings) = html::read_page(page, original, name);
        let captured = date(&message, "the Date header of the saved page");
        let documents: Vec<Document> = document
            .into_iter()
            .map(|document| Document { reader: "mhtml/1".to_owned(), captured: captured.clone(), ..document })
            .collect();
        return Extraction { documents, findings, ..extraction };
    }
    let (body, mut findings) = (body(&message), headers(&message, name));
    findings.extend(too_large(body.len(), name));
    let members = members(&message);
    if body.trim().is_empty() || body.len() > crate::plain::LARGEST_TEXT {
        if members.is_empty() {
            findings.push(Finding::new("capture.empty", name, "the message has no text"));
        }
        return Extraction { members, findings, ..extraction };
    }
    let subject = message
        .subject()
        .map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|subject| !subject.is_empty());
    let text = subject.iter().map(String::as_str).chain([body.as_str()]).collect::<Vec<_>>().join("\n\n");
    findings.extend(hidden_characters(&text, name));
    let mut document = document(original, "mail/1", text);
    document.title = subject;
    document.byline = sender(&message);
    document.published = date(&message, "mail Date header");
    document.findings = findings;
    Extraction { documents: vec![document], members, ..extraction }
}

/// The HTML of a page that a browser saved as a message.
fn saved_page<'a>(message: &'a Message) -> Option<&'a str> {
    let from = message.header_raw("From").unwrap_or_default();
    let saved = message.header_raw("Snapshot-Content-Location").is_some() || from.contains("Saved by");
    let html = || {
        message
            .parts
            .iter()
            .find_map(|part| if let PartType::Html(html) = &part.body { Some(html.as_ref()) } else { None })
    };
    saved.then(html).flatten()
}

/// The body as plain text, without the white space around it.
fn body(message: &Message) -> String {
    let texts: Vec<String> = message
        .text_bodies()
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.replace("\r\n", "\n")),
            PartType::Html(html) => Some(html::visible_text(html)),
            _ => None,
        })
        .collect();
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What is wrong with the head of a message.
fn headers(message: &Message, name: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    match message.header_raw("Date") {
        Some(raw) if date(message, "").is_none() => {
            let message = format!("its Date header cannot be read: {:?}", raw.trim());
            findings.push(Finding::new("mail.date", name, message));
        }
        Some(_) => (),
        None => findings.push(Finding::new("mail.date", name, "it has no Date header, so when it was sent is unknown")),
    }
    if message.from().is_none_or(|from| from.first().is_none()) {
        findings.push(Finding::new("mail.sender", name, "it does not say who sent it"));
    }
    findings
}

fn date(message: &Message, basis: &str) -> Option<SaidAt> {
    parse_date(message.header_raw("Date")?, None, basis)
}

fn sender(message: &Message) -> Option<Byline> {
    let from = message.from()?;
    let raw: Vec<String> = from
        .iter()
        .filter_map(|sender| match (sender.name(), sender.address()) {
            (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
            (name, address) => name.or(address).map(str::to_owned),
        })
        .collect();
    let names = from
        .iter()
        .filter_map(|sender| sender.name().map(|name| name.trim().to_owned()))
        .filter(|name| !name.is_empty())
        .collect();
    (!raw.is_empty()).then(|| Byline { raw: raw.join(", "), names })
}

fn members(message: &Message) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for (number, part) in message.attachments().enumerate() {
        let ending = match part.body {
            PartType::Message(_) => ".eml",
            PartType::Html(_) => ".html",
            PartType::Text(_) => ".txt",
            _ => "",
        };
        let given = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
        let name = given.unwrap_or_else(|| format!("attachment-{}{ending}", number + 1));
        let taken = |name: &str| members.iter().any(|member| member.name.eq_ignore_ascii_case(name));
        let unique = (2..).map(|count| format!("{name} ({count})"));
        let name = if taken(&name) { unique.into_iter().find(|name| !taken(name)).unwrap_or(name) } else { name };
        members.push(Member { name, bytes: as_sent(message, part) });
    }
    members
}

/// The last part of a name, with what cannot be seen made visible.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let hidden =
        |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    let shown: String = last.chars().take(200).map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect();
    if matches!(shown.as_str(), "." | "..") { String::new() } else { shown }
}

/// The bytes of a part before it was made fit for mail; the parser's own for text have another encoding.
fn as_sent(message: &Message, part: &MessagePart) -> Vec<u8> {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let decoded = match (&part.body, part.encoding) {
        (PartType::Text(_) | PartType::Html(_), Encoding::Base64) => base64_decode(raw),
        (PartType::Text(_) | PartType::Html(_), Encoding::QuotedPrintable) => quoted_printable_decode(raw),
        (PartType::Text(_) | PartType::Html(_), Encoding::None) => Some(raw.to_vec()),
        (PartType::Message(inner), _) => Some(
            inner
                .raw_message
                .get(inner.root_part().offset_header as usize..inner.root_part().offset_end as usize)
                .unwrap_or(raw)
                .to_vec(),
        ),
        _ => None,
    };
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: Ana Ruiz <ana@norte.example>\r\nSubject: =?utf-8?q?Siete_muertos_en_M=C3=A9rida?=\r\n\
        Date: Tue, 16 Jan 2018 10:30:00 -0400\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSiete j=F3venes murieron.\r\n\
        --b\r\nContent-Type: text/plain; charset=iso-8859-1; name=\"../nota.txt\"\r\nContent-Disposition: attachment\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nYfFv\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=foto.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.z\r\nSubject: inner\r\n\r\nSeven.\r\n--b--\r\n";

    #[test]
    fn a_message_is_a_report_with_members() {
        let extraction = read(MESSAGE.as_bytes(), "a.eml");
        let document = &extraction.documents[0];
        assert_eq!(document.text, "Siete muertos en Mérida\n\nSiete jóvenes murieron.");
        assert_eq!(document.byline.as_ref().map(|byline| byline.names.clone()), Some(vec!["Ana Ruiz".to_owned()]));
        insta::assert_snapshot!(
            format!("{:?}", document.published),
            @"Some(2018-01-16T10:30:00..2018-01-16T10:30:01 (Second: mail Date header))"
        );
        assert_eq!(document.published.as_ref().and_then(|date| date.offset), Some(-240));
        let members: Vec<_> =
            extraction.members.iter().map(|member| (member.name.as_str(), member.bytes.as_slice())).collect();
        assert_eq!(members[0], ("nota.txt", &b"a\xf1o"[..]), "bytes as sent, not as decoded");
        assert_eq!(members[1], ("foto.png", &b"\x89PNG"[..]));
        assert_eq!(members[2].0, "attachment-3.eml");
        assert!(
            members[2].1.starts_with(b"From: x@y.z\r\nSubject: inner\r\n\r\nSeven."),
            "{:?}",
            String::from_utf8_lossy(members[2].1)
        );
        assert_eq!(extraction.findings, []);
    }

    fn check(message: &str, text: Option<&str>, codes: &[&str]) {
        let extraction = read(message.as_bytes(), "a.eml");
        assert_eq!(extraction.documents.first().map(|document| document.text.as_str()), text, "{message}");
        let findings = extraction.documents.first().map_or(&extraction.findings, |document| &document.findings);
        assert_eq!(findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), codes, "{message}");
    }

    #[test]
    fn broken_heads_are_findings() {
        check("From: a@b.c\nDate: tomorrow\n\nSeven.", Some("Seven."), &["mail.date"]);
        check("Subject: x\n\nSeven.", Some("x\n\nSeven."), &["mail.date", "mail.sender"]);
        check("From: a@b.c\nDate: Tue, 16 Jan 2018 10:30:00 GMT\n\n", None, &["capture.empty"]);
        check("", None, &["mail.unreadable"]);
    }

    #[test]
    fn html_is_read_when_there_is_no_plain_text() {
        let head = "From: a@b.c\nDate: Tue, 16 Jan 2018 10:30:00 GMT\nContent-Type: text/html\n\n";
        check(
            &format!("{head}<p>Seven</p><p style='display:none'>x</p><p>people were killed</p><script>y</script>"),
            Some("Seven\n\npeople were killed"),
            &[],
        );
    }

    #[test]
    fn a_saved_page_is_a_page() {
        let page = format!(
            "<html><head><title>Seven die</title><meta property='article:published_time' content='2018-01-16'></head><body><h1>Seven die</h1>{}</body></html>",
            "<p>Seven people died on Monday in the hills above the city, the minister said on television.</p>"
                .repeat(9)
        );
        let message = format!(
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nDate: Thu, 1 Feb 2018 08:00:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{page}\n--b--\n"
        );
        let document = read(message.as_bytes(), "a.mht").documents.remove(0);
        let day = |date: &Option<SaidAt>| date.as_ref().and_then(|date| date.from).map(|from| from.date().to_string());
        assert_eq!(
            (day(&document.published), day(&document.captured)),
            (Some("2018-01-16".into()), Some("2018-02-01".into()))
        );
        assert_eq!((document.title.as_deref(), document.reader.as_str()), (Some("Seven die"), "mhtml/1"));
    }
}
