"""What a search index takes from a page."""

from kb_tools.views.sections import Section, sections

PAGE = """
<nav class="kb-crumbs"><a href="../">ספרים</a></nav><h1>הפורום</h1>
<p>כך <strong>מקימים</strong> פורום.</p>
<h2 id="steps">הצעדים</h2>
<h3 id="phase-routine"><span>שגרה</span></h3>
<ol><li class="kb-step" id="step-call"><p>1</p><h4 class="kb-step__what">כנסו את הפורום</h4><p>בוצע כאשר: התכנס &amp; סוכם</p></li></ol>
<h2 id="about">על העמוד</h2><svg><title>ציור</title></svg><p>נבדק.</p>
"""


def test_each_heading_and_step_with_text_is_a_section() -> None:
    assert list(sections("הפורום", PAGE)) == [
        Section("", "הפורום", "כך מקימים פורום."),
        Section("step-call", "כנסו את הפורום", "בוצע כאשר: התכנס &amp; סוכם"),
        Section("about", "על העמוד", "נבדק."),
    ]


def test_a_page_without_headings_is_one_section_even_when_empty() -> None:
    assert list(sections("ריק", "")) == [Section("", "ריק", "")]
