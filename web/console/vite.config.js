import { createReadStream, createWriteStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { defineConfig } from "vite";

// The fonts lie in the style sheet as data: 469 of its 636 kB. Those of the system do as well.
const withoutFonts = {
  name: "without-fonts",
  enforce: "pre",
  transform: (code, id) => (id.endsWith("/style.css") ? code.replace(/@font-face\s*{[^}]*}/g, "") : null),
};

// Files are packed once here, and not for each reader.
const packed = {
  name: "packed",
  async closeBundle() {
    for (const name of await readdir("dist")) {
      if (!/\.(js|css|svg|ttf)$/.test(name)) continue;
      await pipeline(createReadStream(`dist/${name}`), createGzip({ level: 9 }), createWriteStream(`dist/${name}.gz`));
      await rm(`dist/${name}`);
    }
  },
};

// All files lie in one folder, so that one route answers them; public/README.md keeps the folder where nothing is built.
export default defineConfig({
  base: "./",
  plugins: [withoutFonts, packed],
  build: { outDir: "dist", assetsDir: "", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 8000 },
  worker: { format: "es" },
});
