// A small collection for the plain engine: pages of the shipped site, and texts that try to get out of the results.
const LONG = "מילים שממלאות מקום לפני המקום הטוב. ".repeat(30);

export const DOCUMENTS = [
  document("playbooks/volunteers-intake/", "קליטת מתנדבים", `${LONG}ריכוז המתנדבים קולט את מי שהגיעו, והמתנדבים נרשמים. ${LONG}`, "playbook", ["epidemic", "flood"]),
  document("playbooks/volunteers-intake/#steps", "קליטת מתנדבים", "מתנדבים רשומים לפי אזור, ולמתנדבים יש תיק.", "step", ["epidemic"], "הצעדים"),
  document("roles/partnerships-manager/", "מנהלת שותפויות", "מקשרת בין מתנדבים לאגפים. מנכ״ל הרשות מאשר.", "role", []),
  document("municipalities/0031/", "אופקים", "נתוני הרשות: מתנדבים לא נספרו.", "municipality", [], undefined, "0031"),
  document("municipalities/example-city/", "עיר לדוגמה", "מתנדבים: 210 רשומים.", "municipality", [], undefined, "example-city"),
  document("guide/", "מדריך <img src=x onerror=\"window.broken=1\">", "טקסט עוין <script>window.broken=1</script> &amp; <b>מודגש</b> עוין", "page", []),
  document("about/", "על המאגר", "", "page", []),
];

function document(address, page, text, kind, scenarios, title = page, authority = null) {
  return { address, page, title, text, kind, scenarios, phase: null, authority };
}

// The files of the index, by name: three shards and what is needed before them.
export function indexFiles(documents = DOCUMENTS) {
  const shards = ["t-1", "t-2", "t-3"];
  const titles = documents.filter(({ address }) => !address.includes("#")).map(({ address, title, kind }) => [address, title, kind]);
  const parts = shards.map((name, at) => [name, documents.filter((_, i) => i % shards.length === at)]);
  return [["meta", { shards, titles }], ...parts].map(([name, data]) => [name, `kbIndex("${name}",${JSON.stringify(data)})\n`]);
}
