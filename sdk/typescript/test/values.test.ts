// Amounts and numbers, without a server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatMicro, MAX_AMOUNT_MICRO, microFromBigInt, microToBigInt, parseMicro, VERSION } from "@triport/sdk";

// Not exported: looked at directly.
const { parseAnswer, unsafeInteger } = (await import(new URL("../../dist/esm/json.js", import.meta.url).href)) as {
  parseAnswer(text: string, status: number, requestId?: string): unknown;
  unsafeInteger(text: string): string | undefined;
};

test("amounts as text and back, exactly", () => {
  const pairs: Array<[bigint, string]> = [
    [0n, "0.00"],
    [1n, "0.000001"],
    [1_500_000n, "1.50"],
    [12_340_000n, "12.34"],
    [-12_345_600n, "-12.3456"],
    [BigInt(MAX_AMOUNT_MICRO), "9007199254.740991"],
    [9_007_199_254_740_993n, "9007199254.740993"],
  ];
  for (const [micro, text] of pairs) {
    assert.equal(formatMicro(micro), text);
    assert.equal(parseMicro(text), micro);
  }
  assert.equal(formatMicro(19_000_000), "19.00");
  assert.equal(parseMicro("7"), 7_000_000n);
  for (const wrong of ["", "1,5", "1.", ".5", "1e3", "0.0000001", "１", "+1", " 1"])
    assert.throws(() => parseMicro(wrong), RangeError);
});

test("amounts beyond 2^53-1 are refused, never rounded", () => {
  assert.equal(microFromBigInt(BigInt(MAX_AMOUNT_MICRO)), MAX_AMOUNT_MICRO);
  assert.equal(microToBigInt(MAX_AMOUNT_MICRO), BigInt(MAX_AMOUNT_MICRO));
  for (const wrong of [2n ** 53n, -(2n ** 53n), 2n ** 80n]) assert.throws(() => microFromBigInt(wrong), RangeError);
  for (const wrong of [2 ** 53, 0.5, Number.NaN]) assert.throws(() => microToBigInt(wrong), RangeError);
  assert.throws(() => formatMicro(2 ** 53), RangeError);
});

test("unsafe integers are found wherever they stand, and only there", () => {
  for (const unsafe of ["9007199254740992", "-9007199254740993", "123456789012345678901234567890"]) {
    for (const text of [
      `{"a":${unsafe}}`,
      `{"a":[1,{"b":[${unsafe}]}]}`,
      `{"x":"\\"","a":${unsafe}}`,
      `{"x\\\\":${unsafe} }`,
    ]) {
      assert.equal(unsafeInteger(text), unsafe, text);
      assert.throws(() => parseAnswer(text, 200), { code: "unsafe_integer", name: "InvalidAnswerError" });
    }
  }
  for (const safe of [
    '{"a":9007199254740991}',
    '{"a":"9007199254740993"}',
    '{"9007199254740993":1}',
    '{"a":"\\"9007199254740993"}',
    '{"a":0.1234567890123456789}',
  ]) {
    assert.equal(unsafeInteger(safe), undefined, safe);
    parseAnswer(safe, 200);
  }
  const long = `{"a":"${"9".repeat(2_000_000)}","b":${"1".repeat(15)}}`;
  assert.equal(unsafeInteger(long), undefined);
});

test("an answer is a JSON object", () => {
  for (const wrong of ["", "null", "1", "[]", '"x"', '{"a":1', "<html>"]) {
    assert.throws(() => parseAnswer(wrong, 200), { code: "invalid_answer", status: 200 });
  }
});

test("the version is the package's", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  assert.equal(VERSION, version);
});
