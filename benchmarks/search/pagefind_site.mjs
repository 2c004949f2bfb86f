// Pagefind over a built site, as its command line does it: FOLDER gets a folder `pagefind`.
import { join } from "node:path";

export async function build(folder) {
  const { createIndex, close } = await import("pagefind");
  const { index } = await createIndex({ rootSelector: "article", forceLanguage: "he" });
  await index.addDirectory({ path: folder });
  await index.writeFiles({ outputPath: join(folder, "pagefind") });
  await close();
}
