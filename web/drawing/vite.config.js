import { defineConfig } from "vite";

// One file, which the pages' own addresses serve; public/README.md keeps the folder where nothing is built.
export default defineConfig({
  build: {
    outDir: "dist",
    lib: { entry: "src/main.js", formats: ["es"], fileName: () => "drawing.js" },
    minify: true,
  },
});
