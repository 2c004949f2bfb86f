// Answers lines of JSON: [texts] → for each the rows of its QR code as they are drawn, a digit a square.
import { createInterface } from "node:readline";
import "../../plugins/kb_mkdocs/assets/js/vendor/uqr.js";

for await (const line of createInterface({ input: process.stdin })) {
  const codes = JSON.parse(line).map((text) => globalThis.kbQr(text, { ecc: "L", border: 0, maxVersion: 20, boostEcc: false }));
  console.log(JSON.stringify(codes.map(({ data, version, maskPattern }) => ({ rows: data.map((row) => row.map(Number).join("")), version, mask: maskPattern }))));
}
