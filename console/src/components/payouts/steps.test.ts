import type { Payout } from "@triport/sdk";
import { expect, test } from "vitest";
import { stepsOf } from "./steps";

const at = (status: Payout["status"]) =>
  stepsOf({ status, requested_at: "2026-01-01T00:00:00Z" } as Payout).map((step) => `${step.status}:${step.state}`);

test("a payout shows what is behind it and what is ahead", () => {
  expect(at("requested")).toEqual(["requested:now", "processing:ahead", "sent:ahead"]);
  expect(at("processing")).toEqual(["requested:done", "processing:now", "sent:ahead"]);
  expect(at("sent")).toEqual(["requested:done", "processing:done", "sent:end"]);
});

test("a payout that ended early has nothing ahead", () => {
  expect(at("cancelled")).toEqual(["requested:done", "cancelled:end"]);
  expect(at("failed")).toEqual(["requested:done", "failed:end"]);
});
