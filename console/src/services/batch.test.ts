import { expect, test } from "vitest";
import { inTurn } from "./batch";

test("one that fails holds up none of the others", async () => {
  const tried: string[] = [];
  const { done, failed } = await inTurn(["a", "b", "c"], async (id) => {
    tried.push(id);
    if (id === "b") await Promise.reject(new Error("no"));
  });
  expect(tried).toEqual(["a", "b", "c"]);
  expect(done).toEqual(["a", "c"]);
  expect([...failed.keys()]).toEqual(["b"]);
});
