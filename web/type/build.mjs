// Cuts the two faces of the pages to the letters that they use: those of Western Europe, which every page loads, and apart
// from them those of Central Europe and Greek. Both are by Adobe, under the SIL Open Font License, which comes along.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import subset from "subset-font";

const range = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
const letters = {
  latin: range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’‚“”„†•…‹›€→←✓",
  central: range(0x100, 0x17f),
  greek: range(0x370, 0x3ff),
};
const faces = {
  sans: ["source-sans/VF/SourceSans3VF-Upright.ttf", { wght: { min: 400, max: 700 } }],
  serif: ["source-serif/TTF/SourceSerif4-Semibold.ttf"],
};

for (const [face, [file, variationAxes]] of Object.entries(faces)) {
  const whole = await readFile(`node_modules/${file}`);
  for (const [script, text] of Object.entries(letters)) {
    const cut = await subset(whole, text, { targetFormat: "woff2", noLayoutClosure: true, variationAxes });
    await writeFile(`dist/${face}-${script}.woff2`, cut);
  }
  await copyFile(`node_modules/${file.split("/")[0]}/LICENSE.md`, `dist/${face}-LICENSE.md`);
}
