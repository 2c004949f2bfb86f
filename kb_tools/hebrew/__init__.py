"""Hebrew as a search engine needs it: pure functions of text, and their twin in JavaScript (`assets/js/search/hebrew.js`).

Both obey the rows of `tests/conformance`. An index says which `VERSION` made it, and is refused by any other: keys of two versions do not
meet. Whoever changes what a function here returns changes `VERSION` in both languages.
"""

VERSION = "he-1"
