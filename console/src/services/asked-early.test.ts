import { afterEach, expect, test, vi } from "vitest";
import { askEarly, fetchOrEarly } from "./asked-early";

const sent: string[] = [];
vi.stubGlobal("fetch", (input: string, init?: RequestInit) => {
  sent.push(`${init?.method ?? "GET"} ${new URL(input, window.location.origin).pathname}`);
  return Promise.resolve(new Response(String(sent.length)));
});
vi.useFakeTimers();
afterEach(() => {
  vi.runAllTimers();
  sent.length = 0;
});

const url = (path: string) => `${window.location.origin}${path}`;

test("the first caller gets the answer that is on its way, the next one asks", async () => {
  askEarly(["/v1/program"]);
  expect(await (await fetchOrEarly(url("/v1/program"))).text()).toBe("1");
  expect(await (await fetchOrEarly(url("/v1/program"))).text()).toBe("2");
  expect(sent).toEqual(["GET /v1/program", "GET /v1/program"]);
});

test("a call that changes something is sent, whatever was asked", async () => {
  askEarly(["/v1/auth/me"]);
  await fetchOrEarly(url("/v1/auth/me"), { method: "PATCH" });
  expect(sent).toEqual(["GET /v1/auth/me", "PATCH /v1/auth/me"]);
});

test("an answer that nobody took in time is news no more", async () => {
  askEarly(["/v1/program"]);
  vi.runAllTimers();
  await fetchOrEarly(url("/v1/program"));
  expect(sent).toHaveLength(2);
});
