// Pagefind over a built site, as its command line does it: FOLDER gets a folder `pagefind`.
import { written } from "./pagefind.mjs";

export async function build(folder) {
  await written(folder, { rootSelector: "article", forceLanguage: "he" }, (index) => index.addDirectory({ path: folder }));
}
