// A lesson as somebody writes it into the form, for the tests of the forms.

export const TEXTS = {
  title: "מפתח שני למחסן חוסך שעה",
  "event.name": "תרגיל לשכת המתנדבים",
  "event.began_on": "12.10.2026",
  observation: "הלשכה נפתחה באיחור: \"המפתח\" היה אצל אדם אחד.\n- לא: [נמצא] #אחר",
  discussion: "בלי הציוד אי אפשר לרשום מתנדבים.",
  conclusion: "איש לא היה אחראי למפתח שני.",
  recommendation: "שמרו מפתח שני אצל תפקיד נוסף.",
};

export const named = (page, name) => page.locator(`[name="${name}"]`);

// Everything that a lesson of the whole country needs.
export async function fillLesson(page, texts = TEXTS) {
  for (const [name, text] of Object.entries(texts)) await named(page, name).fill(text);
  await named(page, "scenarios").first().check();
  await named(page, "lesson_kind").first().check();
  await page.locator('[name="level"][value="national"]').check();
  await named(page, "submitted_by").fill("רכזת מתנדבים");
}

export async function submitted(page) {
  await page.locator("#kb-form [type=submit]").click();
  await page.locator("#kb-ending-title").waitFor();
}
