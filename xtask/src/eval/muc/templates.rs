//! From what the program answers to the templates of MUC-4: names of things only, nothing is read here.
//!
//! What MUC does not ask for is left out: incidents whose targets are all military, armed groups, or spoken of in general;
//! those of other countries than its nine; those older than two months that are not the document's main one.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::gazetteer::Gazetteer;

/// An event of `variorum.read/1`, as far as templates need it.
#[derive(Deserialize)]
pub struct Event {
    pub main: bool,
    pub incident: Option<Incident>,
}

#[derive(Deserialize)]
pub struct Place {
    pub name: String,
    pub span: Span,
    pub kind: String,
    pub within: Vec<Holder>,
}

#[derive(Deserialize)]
pub struct Holder {
    pub name: String,
    pub kind: String,
}

#[derive(Deserialize)]
pub struct Span {
    pub text: String,
}

#[derive(Deserialize)]
pub struct Incident {
    pub kind: String,
    pub stage: String,
    pub when: Option<When>,
    pub place: Option<Place>,
    pub perpetrators: Vec<Perpetrator>,
    pub instruments: Vec<Instrument>,
    pub things: Vec<Thing>,
    pub people: Vec<Victims>,
    pub nobody_hurt: Option<Span>,
}

#[derive(Deserialize)]
pub struct When {
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Deserialize)]
pub struct Perpetrator {
    pub name: String,
    pub sort: String,
    pub side: String,
    pub responsibility: String,
}

#[derive(Deserialize)]
pub struct Instrument {
    pub span: Option<Span>,
    pub class: String,
}

#[derive(Deserialize)]
pub struct Thing {
    pub span: Span,
    pub class: String,
    pub min: u64,
    pub max: Option<u64>,
    pub stated: bool,
    pub effect: Option<String>,
    pub nation: Option<String>,
}

#[derive(Deserialize)]
pub struct Victims {
    pub name: Option<String>,
    pub description: Option<String>,
    pub class: String,
    pub former: bool,
    pub min: u64,
    pub max: Option<u64>,
    pub stated: bool,
    pub effects: Vec<String>,
    pub nation: Option<String>,
}

/// A document's day of publication and the country of its dateline.
pub struct Dateline<'a> {
    pub text: &'a str,
    /// `1990-01-03`.
    pub day: Option<String>,
    pub country: Option<String>,
}

/// Days before publication from which on an incident is no news.
const OLD: i64 = 62;
const COUNTRIES: [&str; 9] =
    ["EL SALVADOR", "GUATEMALA", "HONDURAS", "ARGENTINA", "BOLIVIA", "CHILE", "COLOMBIA", "ECUADOR", "PERU"];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// The templates of one document.
pub fn templates(events: &[Event], dateline: &Dateline<'_>, gazetteer: &Gazetteer) -> Vec<Value> {
    let told = events.iter().filter_map(|event| Some((event, event.incident.as_ref()?)));
    told.filter_map(|(event, incident)| template(event, incident, dateline, gazetteer)).collect()
}

/// The dateline's country if it is one of the nine, or else the one of them that is named most.
pub fn home(dateline: Option<String>, places: &[Place]) -> Option<String> {
    let own = dateline.as_ref().filter(|country| COUNTRIES.contains(&country.as_str())).cloned();
    own.or_else(|| commonest(places)).or(dateline)
}

/// The country of the nine that most of the places are or lie in.
fn commonest(places: &[Place]) -> Option<String> {
    let country = |place: &Place| {
        let own = (place.kind == "country").then_some(place.name.as_str());
        let holder = place.within.iter().find(|holder| holder.kind == "country").map(|holder| holder.name.as_str());
        own.or(holder).map(str::to_uppercase)
    };
    let named: Vec<String> =
        places.iter().filter_map(country).filter(|one| COUNTRIES.contains(&one.as_str())).collect();
    named.iter().max_by_key(|one| named.iter().filter(|other| other == one).count()).cloned()
}

fn template(event: &Event, incident: &Incident, dateline: &Dateline<'_>, gazetteer: &Gazetteer) -> Option<Value> {
    if is_old(incident, dateline) && !event.main {
        return None;
    }
    let people: Vec<&Victims> = incident.people.iter().filter(|one| one.class != "insurgent").collect();
    // Soldiers are none of its targets but beside others, and then seldom marked.
    let people: Vec<&Victims> = people.into_iter().filter(|one| one.class != "military" || one.former).collect();
    let things: Vec<&Thing> = incident.things.iter().filter(|one| one.class != "military").collect();
    let civil = people.iter().any(|one| one.class != "law enforcement" || one.former);
    if !civil && things.is_empty() || !is_specific(incident, &people, &things) {
        return None;
    }
    let place = incident.place.as_ref();
    let country = country(place, dateline, gazetteer)?;
    let mut slots = Map::new();
    slots.insert("inc-type".into(), json!(kind(&incident.kind)));
    slots.insert("inc-stage".into(), json!(incident.stage.to_uppercase()));
    slots.insert("inc-date".into(), json!(date(incident, dateline)?));
    slots.insert("inc-loc".into(), json!(location(place, &country, dateline.text, gazetteer)));
    let kidnapping = incident.kind == "kidnapping";
    if !kidnapping {
        instruments(incident, &mut slots);
        targets(&things, &country, &mut slots);
    }
    perpetrators(incident, &mut slots);
    victims(&people, incident, &country, &mut slots);
    Some(Value::Object(slots))
}

fn kind(kind: &str) -> String {
    match kind {
        "killing" => "ATTACK".to_owned(),
        other => other.to_uppercase(),
    }
}

fn is_old(incident: &Incident, dateline: &Dateline<'_>) -> bool {
    let end = incident.when.as_ref().and_then(|when| when.to.as_deref()).and_then(days);
    let published = dateline.day.as_deref().and_then(days);
    end.zip(published).is_some_and(|(end, published)| published - end > OLD)
}

/// Days since a day long ago; enough for differences.
fn days(date: &str) -> Option<i64> {
    let year: i64 = date.get(..4)?.parse().ok()?;
    let month: i64 = date.get(5..7)?.parse().ok()?;
    let day: i64 = date.get(8..10)?.parse().ok()?;
    Some(year * 365 + year / 4 + month * 61 / 2 + day)
}

/// `16 NOV 89`; a range where it is one; up to the dateline where the text does not tell.
fn date(incident: &Incident, dateline: &Dateline<'_>) -> Option<String> {
    let published = dateline.day.as_deref().and_then(written);
    let Some(when) = &incident.when else { return published.map(|day| format!("- {day}")) };
    let from = when.from.as_deref().and_then(written)?;
    let to = when.to.as_deref().and_then(written)?;
    // The first moment after a part of a day may lie in the next.
    let finer = when.to.as_deref().is_some_and(|to| to.contains('T'));
    Some(if from == to || finer { from } else { format!("{from} - {to}") })
}

fn written(date: &str) -> Option<String> {
    let month: usize = date.get(5..7)?.parse().ok()?;
    Some(format!("{} {} {}", date.get(8..10)?, MONTHS.get(month.checked_sub(1)?)?, date.get(2..4)?))
}

/// Not "attacks on the population" in general, nor a sum over years.
fn is_specific(incident: &Incident, people: &[&Victims], things: &[&Thing]) -> bool {
    let told = |one: &&Victims| one.name.is_some() || one.stated && one.min < 1000;
    let dated = incident.when.is_some() || incident.place.is_some();
    people.iter().any(told) || !things.is_empty() || dated && people.iter().any(|one| one.min < 1000)
}

fn country(place: Option<&Place>, dateline: &Dateline<'_>, gazetteer: &Gazetteer) -> Option<String> {
    let Some(place) = place else { return dateline.country.clone() };
    let own = (place.kind == "country").then(|| place.name.to_uppercase());
    let holder = place.within.iter().find(|holder| holder.kind == "country").map(|holder| holder.name.to_uppercase());
    let ours = |country: &String| COUNTRIES.contains(&country.as_str());
    let listed = || gazetteer.country(&words(&place.span.text), dateline.country.as_deref());
    own.or(holder).filter(ours).or_else(|| listed().filter(ours)).or_else(|| dateline.country.clone())
}

/// The division that holds a place is written where the text names it.
fn location(place: Option<&Place>, country: &str, text: &str, gazetteer: &Gazetteer) -> String {
    let Some(place) = place.filter(|place| place.kind != "country") else { return country.to_owned() };
    let names = [words(&place.span.text), words(&place.name)];
    let division = place.kind == "division";
    let Some(own) = names.iter().find_map(|name| gazetteer.written(country, name, division)) else {
        return country.to_owned();
    };
    let holder = place.within.iter().find(|holder| holder.kind == "division");
    let told = holder.map(|holder| words(&holder.name)).filter(|name| {
        text.contains(&format!("{name} DEPARTMENT"))
            || text.contains(&format!("{name} PROVINCE"))
            || text.contains(&format!("DEPARTMENT OF {name}"))
    });
    match told.and_then(|holder| gazetteer.written(country, &holder, true)) {
        Some(holder) if holder != own => format!("{country}: {holder}: {own}"),
        _ => format!("{country}: {own}"),
    }
}

fn instruments(incident: &Incident, slots: &mut Map<String, Value>) {
    let fits = |one: &&Instrument| one.class != "stone";
    let (mut ids, mut types) = (Vec::new(), Vec::new());
    for one in incident.instruments.iter().filter(fits) {
        let words = one.span.as_ref().map(|span| words(&span.text));
        let class = one.class.to_uppercase();
        types.push(json!([class, words.clone().unwrap_or_else(|| "-".to_owned())]));
        ids.extend(words.map(|words| json!(words)));
    }
    insert(slots, "inc-instr-id", ids);
    insert(slots, "inc-instr-type", types);
}

fn perpetrators(incident: &Incident, slots: &mut Map<String, Value>) {
    let named: Vec<&Perpetrator> = incident.perpetrators.iter().collect();
    let people = named.iter().filter(|one| one.sort == "people").map(|one| json!(words(&one.name))).collect();
    let bodies: Vec<&&Perpetrator> = named.iter().filter(|one| one.sort == "organisation").collect();
    insert(slots, "perp-ind-id", people);
    insert(slots, "perp-org-id", bodies.iter().map(|one| json!(words(&one.name))).collect());
    let confidence = bodies.iter().map(|one| json!([confidence(&one.responsibility), words(&one.name)]));
    insert(slots, "perp-org-conf", confidence.collect());
    let state = named.iter().any(|one| one.side == "state") && !named.iter().any(|one| one.side == "insurgent");
    let category = if state { "STATE-SPONSORED VIOLENCE" } else { "TERRORIST ACT" };
    slots.insert("perp-inc-cat".into(), json!(category));
}

fn confidence(responsibility: &str) -> &'static str {
    match responsibility {
        "claimed" => "CLAIMED OR ADMITTED",
        "accused" => "SUSPECTED OR ACCUSED",
        "accused_by_authorities" => "SUSPECTED OR ACCUSED BY AUTHORITIES",
        "possible" => "POSSIBLE",
        "cleared" => "ACQUITTED",
        _ => "REPORTED AS FACT",
    }
}

fn targets(things: &[&Thing], country: &str, slots: &mut Map<String, Value>) {
    let name = |one: &Thing| words(&one.span.text);
    insert(slots, "phys-tgt-id", things.iter().map(|one| json!(name(one))).collect());
    insert(slots, "phys-tgt-type", things.iter().map(|one| json!([one.class.to_uppercase(), name(one)])).collect());
    let number = |one: &&&Thing| json!([number(one.min, one.max, one.stated), name(one)]);
    insert(slots, "phys-tgt-num", things.iter().map(|one| number(&one)).collect());
    let effect = |one: &&Thing| {
        let effect = match one.effect.as_deref()? {
            "destroyed" => "DESTROYED",
            "taken" => "PROPERTY TAKEN FROM TARGET",
            _ => "SOME DAMAGE",
        };
        Some(json!([effect, name(one)]))
    };
    insert(slots, "phys-tgt-effect", things.iter().filter_map(effect).collect());
    let nation = |one: &&Thing| foreign(one.nation.as_deref(), country).map(|nation| json!([nation, name(one)]));
    insert(slots, "phys-tgt-nation", things.iter().filter_map(nation).collect());
}

fn victims(people: &[&Victims], incident: &Incident, country: &str, slots: &mut Map<String, Value>) {
    let name = |one: &Victims| one.name.as_deref().or(one.description.as_deref()).map(words);
    let mut lists: [Vec<Value>; 6] = Default::default();
    for one in people {
        let Some(key) = name(one) else { continue };
        if one.name.is_some() {
            lists[0].push(json!(key));
        }
        if let Some(description) = &one.description {
            let said = words(description);
            lists[1].push(if one.name.is_some() { json!([said, key]) } else { json!(said) });
        }
        lists[2].push(json!([class(one), key]));
        lists[3].push(json!([number(one.min, one.max, one.stated), key]));
        lists[4].extend(foreign(one.nation.as_deref(), country).map(|nation| json!([nation, key])));
        lists[5].extend(effect(one, incident).map(|effect| json!([effect, key])));
    }
    if lists[5].is_empty() && incident.nobody_hurt.is_some() {
        let key = people.first().and_then(|one| name(one)).unwrap_or_else(|| "-".to_owned());
        lists[5].push(json!(["NO INJURY OR DEATH", key]));
    }
    let names = ["hum-tgt-name", "hum-tgt-desc", "hum-tgt-type", "hum-tgt-num", "hum-tgt-nation", "hum-tgt-effect"];
    for (slot, list) in names.into_iter().zip(lists) {
        insert(slots, slot, list);
    }
}

fn class(one: &Victims) -> String {
    match (one.class.as_str(), one.former) {
        ("military", false) => "ACTIVE MILITARY".to_owned(),
        ("military", true) => "FORMER ACTIVE MILITARY".to_owned(),
        ("government official", true) => "FORMER GOVERNMENT OFFICIAL".to_owned(),
        (other, _) => other.to_uppercase(),
    }
}

/// Death before injury: a template has one effect for each target.
fn effect(one: &Victims, incident: &Incident) -> Option<&'static str> {
    let has = |effect: &str| one.effects.iter().any(|own| own == effect);
    if has("killed") && incident.stage == "accomplished" {
        Some("DEATH")
    } else if has("injured") {
        Some("INJURY")
    } else if has("freed") && incident.kind == "kidnapping" {
        Some("REGAINED FREEDOM")
    } else {
        None
    }
}

fn number(min: u64, max: Option<u64>, stated: bool) -> String {
    match max {
        Some(max) if max == min => min.to_string(),
        _ if !stated => "PLURAL".to_owned(),
        Some(max) => format!("{min} - {max}"),
        None => format!("{min}-"),
    }
}

fn foreign(nation: Option<&str>, country: &str) -> Option<String> {
    nation.map(str::to_uppercase).filter(|nation| nation != country)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

fn insert(slots: &mut Map<String, Value>, slot: &str, values: Vec<Value>) {
    let mut seen: Vec<Value> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    if !seen.is_empty() {
        slots.insert(slot.to_owned(), json!(seen));
    }
}
