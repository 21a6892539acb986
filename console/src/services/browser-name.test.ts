import { expect, test } from "vitest";
import { browserName } from "./browser-name";

test("a browser that names others is called by its own name", () => {
  const chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  expect(browserName(chrome)).toBe("Chrome on Windows");
  expect(browserName(`${chrome} Edg/140.0.0.0`)).toBe("Edge on Windows");
  expect(
    browserName(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    ),
  ).toBe("Safari on iPhone");
});

test("what is no browser is its first word", () => {
  expect(browserName("curl/8.5.0")).toBe("curl");
  expect(browserName("")).toBeUndefined();
});
