"""Every code a content problem can have: its title, message, hint and an example of what raises it.

The site's page of codes is made from this table, and a test raises each code by the example case of its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kb_tools.model.problem import Level, Place, Problem


@dataclass(frozen=True, slots=True)
class Code:
    """`message` and `hint` are format strings over the facts of the finding."""

    code: str
    title: str
    message: str
    hint: str
    example: str
    level: Level = "error"

    def problem(self, place: Place, facts: Mapping[str, object]) -> Problem:
        """Raises KeyError when a fact that the message needs is missing: that is a bug, not a content problem."""
        return Problem(place, self.code, self.message.format_map(facts), self.hint.format_map(facts), self.level)


@dataclass(frozen=True, slots=True)
class Group:
    """Codes about one thing, as the page of codes lists them."""

    id: str
    label: str
    codes: tuple[Code, ...]


GROUPS: tuple[Group, ...] = (
    Group("file", "הקובץ", (
    Code("file-unknown", "קובץ במקום שלא מוכר", "אין סוג תוכן שזה מקומו ושמו",
         "{right} העבירו אותו למקומו, או מחקו אותו", "docs/lesons/my-lesson.yml"),
    Code("file-type", "סוג קובץ שאינו מותר", "סוג הקובץ אינו מותר בתוכן ({found})",
         "{right}; אחרת הוציאו אותו מן התיקייה", "docs/page.html"),
    Code("file-not-regular", "תיקייה או התקן במקום קובץ", "כאן צפוי קובץ, ונמצאה תיקייה או דבר אחר",
         "שנו את שם התיקייה: שם שנגמר ב־\u200e.yml או ב־\u200e.md שמור לקבצים", "docs/lessons/first.yml/  (תיקייה)"),
    Code("file-symlink", "קישור סמלי", "קישור סמלי אינו מותר בתוכן",
         "העתיקו את הקובץ עצמו למקום הזה", "docs/lessons/first.yml → ../../secret.yml"),
    Code("file-unreadable", "קובץ שאי אפשר לקרוא", "אי אפשר לקרוא את הקובץ: {found}",
         "בדקו את ההרשאות שלו", "קובץ בלי הרשאת קריאה"),
    Code("file-too-large", "קובץ גדול מדי", "הקובץ גדול מדי: {found} ק״ב (מותר עד {right} ק״ב)",
         "פצלו אותו לכמה קבצים, או הסירו מה שאינו שייך", "קובץ YAML של 5 מ״ב"),
    Code("file-empty", "קובץ ריק", "הקובץ ריק", "מלאו אותו (kb new כותב קובץ תקין עם הסברים) או מחקו אותו", "(אין תוכן)"),
    Code("file-missing", "חסר קובץ", "חסר הקובץ {right}", "הוסיפו אותו: {why}", "docs/municipalities/0031/ בלי profile.yml"),
    Code("page-reserved", "עמוד בכתובת שמורה", "הכתובת {found} שמורה: {why}",
         "{right}עמוד חופשי כותבים במקום אחר, למשל docs/guide", "docs/lessons/first.md"),
    Code("link-broken", "קישור שאינו מוביל לשום מקום", "הקישור {found} שבור: {why}",
         "{right}קישור בין עמודים הוא נתיב יחסי לקובץ: profile.md או ../about.md#license", "[המדריך](gide/index.md)"),
    Code("folders-same", "שתי תיקיות שהן אחת", "docs ו־playbooks הן אותה תיקייה: {found}",
         "תנו לעמודים ולספרי ההפעלה שתי תיקיות שונות", "docs: content, playbooks: content"),
    Code("file-name", "שם קובץ שאינו מזהה", "השם {found} אינו מזהה תקין",
         "שמות קבצים ותיקיות: אותיות אנגליות קטנות, ספרות ומקפים, עד 64 תווים", "docs/lessons/לקח ראשון.yml"),
    )),
    Group("text", "הטקסט", (
    Code("text-encoding", "קידוד שאינו UTF-8", "הטקסט אינו בקידוד UTF-8 (נראה כמו {found})",
         "שמרו את הקובץ מחדש בקידוד UTF-8", "קובץ שנשמר ב־windows-1255"),
    Code("text-bom", "סימן BOM בתחילת הקובץ", "הקובץ מתחיל בסימן BOM נסתר",
         "שמרו אותו כ־UTF-8 בלי BOM", "U+FEFF בתחילת הקובץ"),
    Code("text-hidden", "תו נסתר", "תו נסתר או תו בקרה: {found}",
         "מחקו את התו. סימני הכיוון LRM ו־RLM מותרים; היפוך כיוון ורווח ברוחב אפס אינם", "שלום U+202E עולם"),
    Code("text-isolate", "בידוד כיוון שלא נסגר", "סימן בידוד כיוון ({found}) בלי בן זוגו באותה שורה",
         "סגרו כל U+2066–U+2068 ב־U+2069 באותה שורה, או מחקו אותם", "U+2066 בלי U+2069"),
    Code("personal-data", "פרט אישי", "יש כאן פרט אישי: {found}",
         "המאגר ציבורי, ומה שנכנס ל־git אינו נמחק: כתבו תפקיד במקום אדם. מספרים קצרים שפורסמו (106, 1-700) מותרים",
         "טלפון, דואר אלקטרוני, או מספר זהות ליד ״ת״ז״"),
    )),
    Group("yaml", "תחביר YAML", (
    Code("yaml-syntax", "תחביר YAML שבור", "אי אפשר לקרוא את ה־YAML מכאן: {found}",
         "בדקו הזחות, נקודתיים ומרכאות בשורה הזו ובזו שלפניה", "owner: [head-welfare"),
    Code("yaml-gershayim", "גרשיים בתוך מרכאות", "המרכאות נסגרו באמצע הטקסט: {found}",
         "בתוך מילה כתבו ״ (U+05F4) במקום מרכאות ו־׳ (U+05F3) במקום גרש; אז אין צורך במרכאות מסביב", 'title: "רח"ל"'),
    Code("yaml-colon", "נקודתיים בתוך טקסט", "נקודתיים ורווח בתוך ערך בלי מרכאות",
         "הקיפו את הערך כולו במרכאות, או כתבו פסיק או מקף במקום הנקודתיים", "title: לקח: לא לחכות"),
    Code("yaml-tab", "טאב בהזחה", "יש טאב במקום רווחים", "ב־YAML מזיחים ברווחים בלבד, שניים לכל רמה", "\towner: head-welfare"),
    Code("yaml-depth", "קינון עמוק מדי", "הקינון עמוק מ־{right} רמות", "השטיחו את המבנה", "[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]"),
    Code("yaml-anchor", "עוגן או הפניה של YAML", "עוגנים (&), הפניות (*) ומיזוג (<<) אינם מותרים (נמצא {found})",
         "כתבו את הערך במלואו; אם הטקסט מתחיל בסימן כזה, הקיפו אותו במרכאות", "owner: &a head-welfare"),
    Code("yaml-tag", "תגית סוג של YAML", "תגיות סוג (!) אינן מותרות (נמצא {found})", "מחקו את התגית; אם הטקסט מתחיל בסימן קריאה, הקיפו אותו במרכאות", "title: !!python/name:os.system"),
    Code("yaml-duplicate-key", "שדה כפול", "השדה {found} כבר הופיע בשורה {line}", "השאירו אחד מהם", "title: א\ntitle: ב"),
    Code("yaml-key", "שם שדה שאינו טקסט", "שם של שדה צריך להיות מילה אחת פשוטה", "כתבו שם שדה, נקודתיים וערך; ערך שמתחיל בסוגר מסולסל או מרובע הקיפו במרכאות", "? [a, b]\n: c"),
    Code("yaml-many", "יותר ממסמך אחד", "יש בקובץ יותר ממסמך YAML אחד (שורה של --- או של ...)", "פצלו לקבצים, או מחקו את השורה", "id: a\n---\nid: b"),
    Code("front-matter", "כותרת עמוד שבורה", "ראש העמוד אינו תקין: {found}",
         "העמוד מתחיל בשורה ---, אחריה שדות, ואחריהם שוב שורה ---", "---\ntitle: עמוד\n(חסר --- סוגר)"),
    Code("markdown-excess", "Markdown כבד מדי", "הטקסט כבד מדי לעיבוד: {found}", "פצלו את הטקסט לפסקאות ולשורות, וסגרו סימנים שנשארו פתוחים", "[[[[[[[[…"),
    )),
    Group("fields", "השדות", (
    Code("field-missing", "שדה חסר", "חסר השדה {right}", "הוסיפו אותו: {why}", "(לקח בלי observation)"),
    Code("field-unknown", "שדה לא מוכר", "אין כאן שדה בשם {found}", "{right} תקנו את השם, או מחקו את השדה", "titel: לקח"),
    Code("field-empty", "שדה ריק", "השדה ריק", "כתבו ערך, או מחקו את השורה אם אין מה לכתוב", "title:"),
    Code("unfinished", "טיוטה שלא הושלמה", "נשאר להשלים: {found}", "כתבו את התשובה במקום הטקסט כולו; מה שאינו רלוונטי מוחקים", "conclusion: להשלים: מה הסיבה?"),
    Code("not-text", "צריך טקסט", "צריך להיות טקסט (נמצא {found})", "כתבו משפט אחרי הנקודתיים", "title: [א, ב]"),
    Code("not-integer", "צריך מספר שלם", "צריך להיות מספר שלם (נמצא {found})",
         "כתבו ספרות בלבד, בלי פסיקים, מילים או יחידות", "people: הרבה"),
    Code("not-number", "צריך מספר", "צריך להיות מספר (נמצא {found})", "כתבו ספרות, ונקודה לשבר", "value: 1,200"),
    Code("not-date", "צריך תאריך", "צריך להיות תאריך כמו 2026-11-22 (נמצא {found})", "שנה, חודש, יום, בספרות ובמקפים", "due: 22/11/2026"),
    Code("not-year", "צריך שנה", "צריך להיות שנה בארבע ספרות (נמצא {found})", "למשל 2027", "year: 27"),
    Code("not-flag", "צריך true או false", "צריך להיות true או false (נמצא {found})", "כתבו true או false", "example: yes"),
    Code("not-list", "צריך רשימה", "צריך להיות רשימה (נמצא {found})", "כתבו כל פריט בשורה משלו אחרי מקף ורווח, או [א, ב]", "needs: food"),
    Code("not-mapping", "צריך שדות", "צריך להיות קבוצת שדות (נמצא {found})", "כתבו כל שדה בשורה משלו: שם, נקודתיים, ערך. השדות כאן: {right}", "event: קורונה"),
    Code("not-in-list", "ערך שאינו ברשימה", "הערך {found} אינו מותר כאן", "{right}", "status: done"),
    Code("text-form", "טקסט בצורה לא נכונה", "הטקסט {found} אינו בצורה הנדרשת כאן", "הצורה הנדרשת: {right}", "title: <b>לקח</b>"),
    Code("text-long", "טקסט ארוך מדי", "הטקסט ארוך מדי ({found} תווים; מותר עד {right})", "קצרו, או העבירו את הפירוט לשדה אחר", "title: (500 תווים)"),
    Code("too-few", "מעט מדי פריטים", "צריך לפחות {right} (נמצאו {found})", "הוסיפו פריט", "steps: []"),
    Code("out-of-range", "מספר מחוץ לתחום", "המספר {found} מחוץ לתחום ({right})", "בדקו את המספר", "scores: {leadership: 9}"),
    Code("id-form", "מזהה לא תקין", "המזהה {found} אינו תקין", "הצורה הנדרשת: {right}", "id: לקח_1"),
    Code("id-file", "מזהה שונה משם הקובץ", "המזהה {found} שונה מ־{right} שבנתיב הקובץ", "מזהה אינו משתנה לעולם; תקנו את שם הקובץ או את המזהה", "docs/lessons/a.yml: id: b"),
    )),
    Group("across-files", "בין הקבצים", (
    Code("ref-dangling", "הפניה למה שאינו קיים", "אין {kind} במזהה {found}", "{right} תקנו את המזהה, או הוסיפו את מה שחסר", "owner: head-of-wellfare"),
    Code("id-duplicate", "מזהה כפול", "המזהה {found} כבר קיים: {right}", "בחרו מזהה אחר לאחד מהם", "שני צעדים עם id: call-forum"),
    Code("id-reserved", "מזהה שמור", "המזהה {found} שמור: בכתובת {right} המאגר מציג עמוד אחר", "בחרו מזהה אחר, ושנו לפיו גם את שם הקובץ", "docs/lessons/uptake.yml"),
    Code("step-unowned", "צעד בלי אחראי", "לצעד אין אחראי", "כתבו owner (תפקיד) או department (אגף)", "צעד בלי owner ובלי department"),
    Code("step-removed", "סעיף של צעד שאיננו", "הסעיף מפנה לצעד {found}, שאינו בספר ההפעלה", "{right} עדכנו את step בסעיף", "step: cross-sector-forum/old-step"),
    Code("unsourced", "קביעה בלי מקור", "אין מקור לקביעה", "כתבו sources; מה שחורג מן המקורות מסמנים proposal: true ומביאים תקן שהוא נשען עליו", "צעד בלי sources"),
    Code("proposal-basis", "הצעה בלי תקן", "זו הצעה של מאגר זה, אך אין בין מקורותיה תקן, נוהל או מחקר",
         "הוסיפו ל־sources מקור מסוג standard, law או research", "proposal: true, sources: [round-table]"),
    Code("real-unsourced", "קביעה על רשות אמיתית בלי מקור", "קביעה על רשות אמיתית חייבת מקור", "כתבו sources, או השמיטו: מה שלא ידוע יוצג ״טרם מופה״", "actors.yml של רשות אמיתית בלי sources"),
    Code("real-example-source", "מקור דוגמה ברשות אמיתית", "המקור {found} הוא מקור של דוגמאות, והרשות אמיתית", "ציינו מקור של ממש", "sources: [{source: example-data}]"),
    Code("date-order", "תאריכים שאינם מסתדרים", "{right} קודם ל־{found}, ואמור לבוא אחריו", "בדקו את שני התאריכים", "began_on: 2026-02-01, ended_on: 2026-01-01"),
    Code("date-future", "תאריך בעתיד", "התאריך {found} עוד לא הגיע", "כאן כותבים מה שכבר קרה", "held_on: 2099-01-01"),
    Code("status-evidence", "מצב שהראיות אינן נושאות", "המצב ״{found}״ דורש: {right}", "הוסיפו את הראיה או החזירו את הלקח למצב קודם", "status: learned בלי תרגיל"),
    Code("tracks-missing", "חסר מהלך", "ללקח שהוחלט חסר {right}", "כתבו את שני המהלכים, או הסבירו ב־one_track_because", "status: decided בלי multi_year"),
    Code("lesson-step", "לקח וצעד שאינם מסכימים", "הלקח מפנה לצעד {found}, אך הצעד אינו מונה את הלקח ב־lessons", "הוסיפו את הלקח לצעד, או הסירו את ההפניה", "steps: [forum/call] בלי lessons בצעד"),
    Code("local-lesson", "לקח רשותי בלי רשות", "ללקח ברמה רשותית צריך לציין municipality", "כתבו את מזהה הרשות או שנו level ל־national", "level: local"),
    Code("change-empty", "התאמה בלי תוכן", "בהחלפה או בהוספה צריך לכתוב what", "כתבו מה עושים אצלכם", "change: add בלי what"),
    Code("change-skip", "דילוג עם תוכן", "בדילוג על צעד אין {found}", "מחקו את השדה, או כתבו change: replace", "change: skip, what: …"),
    Code("change-twice", "צעד ששונה פעמיים", "ההתאמה כבר משנה את הצעד {found}", "השאירו שינוי אחד לכל צעד; הוספות (change: add) אפשר כמה", "replace ו־skip לאותו צעד"),
    Code("uptake-because", "תשובה בלי סיבה", "לתשובה ״{found}״ אין סיבה", "כתבו because: מה שונה אצלכם, או למה הלקח אינו נוגע לכם", "decision: not_relevant בלי because"),
    Code("uptake-adaptation", "התאמה בתשובה שאינה ״הותאם״", "התשובה היא ״{found}״, ויש בה adaptation", "כתבו decision: adapted, או מחקו את adaptation", "decision: adopted, adaptation: first-adaptation"),
    Code("uptake-twice", "שתי תשובות ללקח אחד", "כבר יש כאן תשובה ללקח {found}", "השאירו אחת: תשובה שהשתנתה מחליפה את הקודמת, וההיסטוריה זוכרת", "answers עם אותו lesson פעמיים"),
    Code("uptake-early", "מועד תשובה לתצפית", "הלקח במצב ״{found}״, ויש בו מועד לתשובת הרשויות", "מחקו את uptake_by, או העבירו את הלקח ל־identified כשהסיבה ידועה", "status: observation, uptake_by: 2027-03-01"),
    Code("uptake-example", "תשובה של רשות אמיתית על לקח של דוגמה", "הלקח {found} הוא של רשות לדוגמה, והרשות כאן אמיתית", "מחקו את התשובה: על לקח של דוגמה משיבות רק דוגמאות", "תשובה ב־docs/municipalities/0031 על example-lesson"),
    Code("response-phase", "מענה מחוץ לשלבי הצורך", "המענה פועל בשלבים {found}, והצורך קיים בשלבים {right}", "תקנו את phases במענה או בצורך; בלי phases המענה פועל בכל שלבי הצורך", "phases: [routine] לצורך של emergency"),
    Code("inject-order", "הזרמות שלא לפי סדר", "הזרמה {found} אינה באה אחרי קודמתה", "סדרו את ההזרמות לפי minute ומספרו לפי הסדר", "minute: 10 אחרי minute: 20"),
    Code("result-incomplete", "תוצאה חסרה", "חסרה תוצאה ל־{found}", "כתבו תוצאה לכל סעיף ולכל מטרה של התרגיל; not_relevant הוא תוצאה", "items בלי הסעיף call"),
    Code("drill-overtime", "דקה אחרי סוף התרגיל", "הדקה {found} היא אחרי סוף התרגיל (minutes: {right})", "תקנו את הדקה, או את minutes של התרגיל", "minute: 200 בתרגיל של 90 דקות"),
    Code("result-gone", "תוצאה למה שאינו בתרגיל", "אין בתרגיל {kind} במזהה {found}",
         "{right} אם הוסר מן התרגיל אחרי שנערך, העבירו את השורה כולה ל־gone (סעיף) או ל־gone_objectives (מטרה) שבאותו קובץ: היא תישמר ותוצג כפי שהייתה", "items עם item שהוסר מן התרגיל"),
    Code("result-not-gone", "סעיף שלא הוסר", "{found} נמצא בתרגיל, ואינו יכול לעמוד בין מה שהוסר", "העבירו את השורה ל־items או ל־objectives", "gone עם סעיף שבתרגיל"),
    Code("result-twice", "תוצאה כפולה", "כבר יש כאן תוצאה ל־{found}", "השאירו אחת: תוצאה אחת לכל סעיף ולכל מטרה", "items עם אותו item פעמיים"),
    Code("trait-rule", "תכונה בלי כלל", "לתכונה צריך כלל אחד: figure עם at_least או at_most, או municipality_kind", "הרשויות שיש להן התכונה מחושבות מן הכלל; כתבו אחד מן השניים", "id: periphery בלי כלל"),
    Code("correction-page", "תיקון לעמוד שאינו קיים", "אין באתר עמוד בכתובת {found}", "העתיקו את הכתובת משורת הכתובת של הדפדפן, בלי שם האתר: lessons/first-lesson/; עמוד הבית הוא ./", "page: lessons/no-such-lesson/"),
    Code("correction-outcome", "תיקון שטופל בחלקו", "handled_on ו־outcome באים יחד", "כתבו גם מתי טופל וגם מה הוחלט, או מחקו את שניהם", "outcome: accepted בלי handled_on"),
    Code("cycle", "מעגל", "השרשרת חוזרת לעצמה ({kind}): {found}", "נתקו אותה באחד המקומות", "reports_to: של שני תפקידים זה לזה"),
    )),
    Group("search", "החיפוש", (
    Code("synonym-alone", "מילה נרדפת אחת", "בקבוצה יש מילה אחת בלבד: {found}", "הוסיפו ל־words מילה של אותה משמעות, או ל־also את מה שצריך למצוא בנוסף", "words: [קשישים]"),
    Code("synonym-twice", "מילה נרדפת פעמיים", "{found} כבר נמצאת בקבוצה של {right}", "כל מילה בקבוצה אחת: אחדו את הקבוצות, או מחקו אותה מאחת מהן", "words: [קשישים, קשישים]"),
    Code("synonym-acronym", "ראשי תיבות בין המילים הנרדפות", "{found} הם ראשי התיבות של {right}, והמילון כבר אומר זאת", "מחקו את ראשי התיבות: החיפוש לוקח אותם משדה full במילון המונחים", "words: [רח״ל, רשות חירום לאומית]"),
    Code("query-twice", "שאילתה פעמיים", "השאילתה {found} כבר נמצאת בקובץ", "השאירו אותה פעם אחת, עם הדבר האחד שחייב להימצא", "שתי שורות עם query: מתנדבים"),
    Code("expected-nothing", "ציפייה למה שאינו קיים", "אין במאגר {found}", "{right}כתבו סוג, נקודתיים ומזהה כמו lesson:first-lesson, או page: ונתיב כמו page:guide/index.md", "finds: lesson:no-such-lesson"),
    Code("expected-unmet", "ציפייה שהחיפוש אינו מקיים", "{kind} אינו מעלה לשאילתה {query} את {right} בין התוצאות הראשונות. במקומו: {found}",
         "הוסיפו את מילות השאילתה לכותרת או לטקסט שלו, או קבוצה למילים הנרדפות; ואם הדבר הנכון הוא אחר, תקנו את finds", "query: מזג אוויר, finds: lesson:first-lesson"),
    )),
    Group("notices", "הודעות שאינן עוצרות בנייה", (
    Code("uptake-unasked", "תשובה על לקח שלא הופנה לרשות", "הלקח {found} אינו מופנה לרשות הזו: אין לה אף אחת מתכונותיו, או שהוא שלה",
         "אפשר להשאיר: התשובה מוצגת ואינה נספרת. אם נתוני הרשות השתנו, בדקו אם היא עדיין נכונה", "תשובה של רשות קטנה על לקח לרשויות גדולות", "notice"),
    Code("inject-together", "הזרמות באותה דקה", "הזרמה {found} באה באותה דקה כמו קודמתה ({right})", "אם הן בכוונה יחד, אפשר להשאיר: דאגו לשני מוסרים", "minute: 10 פעמיים", "notice"),
    Code("objective-untested", "מטרה בלי הזרמה", "אף הזרמה אינה בוחנת את המטרה {found}", "הוסיפו הזרמה, או בחנו את המטרה ברשימת התיוג", "מטרה שאינה ב־objective של אף הזרמה", "notice"),
    Code("checklist-run", "רשימה ארוכה בין הפסקות", "בהפסקה {kind} יש {found} סעיפים; עד {right} אפשר לבדוק בעצירה אחת", "הוסיפו הפסקה במקום טבעי: מעבר, מסירה, סוף שלב", "עשרה סעיפים באותו pause", "notice"),
    Code("checklist-unpaused", "סעיפים בלי הפסקה", "מכאן והלאה יש סעיפים שאינם שייכים לשום הפסקה: {found}", "כתבו לכל סעיף pause: המקום הטבעי שעוצרים בו ובודקים", "סעיף בלי pause ברשימה ארוכה", "notice"),
    Code("checklist-pause-split", "הפסקה שחוזרת", "ההפסקה {found} כבר הייתה, וביניהן הפסקה אחרת; על הנייר יעמדו הסעיפים יחד", "העבירו את הסעיפים זה אל זה, או תנו להפסקה שם אחר", "pause: א, pause: ב, pause: א", "notice"),
    Code("item-long", "סעיף ארוך", "בסעיף {found} תווים; ממרחק של זרוע קוראים עד {right}", "השאירו את מה שרואים כשהדבר נעשה, והעבירו את ההסבר לצעד", "text באורך 400 תווים", "notice"),
    Code("item-two-actions", "סעיף של שתי פעולות", "בסעיף יותר ממשפט אחד: {found}", "פצלו לשני סעיפים: פעולה אחת, אחראי אחד, סימון אחד", "נפתח הלוח. נשלחה הודעה.", "notice"),
    Code("item-undone", "סעיף שאומר מה לעשות", "הסעיף כתוב כהוראה: {found}", "כתבו מה רואים כשזה נעשה, למשל ״{right}״, או מחקו את text וינוסח כמו בצעד", "text: התקשרו ליושב הראש", "notice"),
    Code("result-unasked", "סעיף שהתוצאה לא נשאלה עליו", "אין כאן תוצאה ל־{found}, והתוצאה היא לפי גרסה אחרת של התרגיל (revision)",
         "אפשר להשאיר: מה שנוסף אחרי שהנייר הודפס לא נשאל. אם הסעיף היה על הנייר, כתבו מה קרה", "items בלי הסעיף call, ויש revision", "notice"),
    Code("sheet-long", "דף שאינו נכנס לנייר", "{found} תופס {right}", "קצרו את מה שכתוב בו, או חלקו אותו לשניים; גם כך הוא מודפס, על כל העמודים", "רשימת תיוג של 40 סעיפים", "notice"),
    Code("no-git", "אין היסטוריה", "אין כאן היסטוריה של git: {found}", "תאריכי שינוי לא יוצגו", "תיקייה שחולצה מ־zip", "notice"),
    Code("status-unproven", "מצב שאין איך לאמת", "אי אפשר לבדוק את המצב ״{found}״: אין כאן היסטוריה של git", "בדקו שוב במאגר עם ההיסטוריה המלאה", "status: learned בתיקייה שחולצה מ־zip", "notice"),
    Code("lesson-eroded", "לקח שנשחק", "הלקח נשחק: {found}", "המצב שהראיות נושאות היום הוא ״{right}״. החזירו לצעד את מה שאבד ותרגלו שוב, או עדכנו את מצב הלקח", "צעד של לקח שנלמד, שהוסר ממנו if_not", "notice"),
    Code("history-broken", "היסטוריה פגומה", "חסרים עצמים בהיסטוריה של git", "git fsck יראה מה חסר; שיבוט חדש ישלים. עד אז תאריכי שינוי לא יוצגו", "עותק שקבצים ב־‎.git נמחקו ממנו", "notice"),
    Code("history-detached", "לא על ענף", "הבנייה היא מ־commit שאינו ראש של ענף (detached HEAD)", "ההיסטוריה המוצגת היא עד אותו commit", "git checkout של commit ישן", "notice"),
    Code("history-unsaved", "שינויים שלא נשמרו", "קובצי תוכן שאינם כמו ב־commit האחרון: {found}", "התאריכים בעמודיהם הם של ה־commit האחרון, ולא של מה שכתוב בהם עכשיו", "עריכה לפני git commit", "notice"),
    Code("history-clock", "commit עם תאריך בלתי אפשרי", "התאריך של commit {found} לא ייתכן: הוא בעתיד או לפני ימי git", "השעון של מי שכתב אותו לא היה נכון; בעמודים מוצג התאריך שלפניו", "commit עם תאריך של שנה הבאה", "notice"),
    Code("history-clock-back", "שעון שהלך אחורה", "התאריך של commit {found} מוקדם מזה של ה־commit שלפניו", "אחד משני השעונים לא היה נכון; בעמודים מוצג התאריך המאוחר, ולידו כתוב שאינו ודאי", "commit שנכתב אחרי אחר ותאריכו קודם לו", "notice"),
    Code("partial-git", "שיבוט חלקי", "חלק מן הקבצים הישנים אינם בשיבוט (partial clone)", "git fetch --refetch --no-filter ישלים אותם, או שיבוט בלי ‎--filter; עד אז תאריכי שינוי לא יוצגו", "git clone --filter=blob:none", "notice"),
    Code("shallow-git", "היסטוריה חלקית", "ההיסטוריה של git חלקית (shallow clone)", "git fetch --unshallow ישלים אותה; עד אז תאריכי שינוי לא יוצגו", "git clone --depth 1", "notice"),
    )),
)  # fmt: skip

CODES: Mapping[str, Code] = {code.code: code for group in GROUPS for code in group.codes}
