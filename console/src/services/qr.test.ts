import { expect, test } from "vitest";
import { qrPath, svgOf } from "./qr";

test("neighbouring dark cells become one run", () => {
  expect(
    qrPath([
      [true, true, false],
      [false, false, true],
    ]),
  ).toBe("M0 0h2v1h-2zM2 1h1v1h-1z");
});

test("the file has a white margin of four cells", async () => {
  const svg = await svgOf([[true]]).text();
  expect(svg).toContain('viewBox="-4 -4 9 9"');
});
