import type { HtmlTagDescriptor, Plugin } from "vite";

/** What `early.ts` loads as soon as it runs: the program, with the member's overview in it. */
const PROGRAM = "/src/main.tsx";
/** The part of the type that English needs; the other is loaded when a name asks for it. */
const TYPE = /latin-wght-normal-[^/]*\.woff2$/;

/** Nearly all of these runs at once. Browsers that know the word compile it while it arrives, beside what runs already. */
const ALL_RUNS = /^assets\/(libraries|program)-/;
const COMPILE_AT_ONCE = "//# allFunctionsCalledOnLoad\n";

/**
 * Says in the page itself what the first load consists of, so that the browser fetches all of it at once, and begins before it
 * has run anything.
 */
export function firstLoad(): Plugin {
  return {
    name: "first-load",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          // Only the first line of a file counts.
          if (file.type === "chunk" && ALL_RUNS.test(file.fileName)) file.code = COMPILE_AT_ONCE + file.code;
        }
      },
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const program = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(PROGRAM)));
        const type = Object.keys(bundle).find((name) => TYPE.test(name));
        if (program === undefined || type === undefined) throw new Error("the first load is not what it was");
        const scripts = new Set([program.fileName]);
        for (const name of scripts) {
          for (const needed of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) scripts.add(needed);
        }
        const preload = (attrs: HtmlTagDescriptor["attrs"] & object): HtmlTagDescriptor => ({
          tag: "link",
          attrs: { crossorigin: true, ...attrs },
          injectTo: "head",
        });
        return {
          // As soon as it is there, and before the first paint.
          html: html.replace('<script type="module"', '<script type="module" async blocking="render"'),
          tags: [
            ...Array.from(scripts, (name) => preload({ rel: "modulepreload", href: `/${name}` })),
            preload({ rel: "preload", as: "font", type: "font/woff2", href: `/${type}` }),
          ],
        };
      },
    },
  };
}
