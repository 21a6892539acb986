import { expect, test } from "vitest";
import { nextPage } from "./sign-in";

test("signing in leads to pages of the console only", () => {
  expect(nextPage("/payouts?status=sent")).toBe("/payouts?status=sent");
  for (const elsewhere of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    7,
    undefined,
  ]) {
    expect(nextPage(elsewhere)).toBe("/");
  }
  expect(nextPage("/login?next=/login")).toBe("/");
});
