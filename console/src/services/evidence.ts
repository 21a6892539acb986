import type { DecidedEvent, ProgramTerms } from "@triport/sdk";
import { operatorMessages } from "../messages/operator";

const { user: text } = operatorMessages;

/** The evidence as a sentence of what there is of it. */
export function evidence(decision: DecidedEvent, tiers: ProgramTerms["tiers"]): string {
  const label = (number: number | null) => tiers.find(({ tier }) => tier === number)?.label ?? String(number);
  const sources: Record<string, string | undefined> = text.sources;
  const rules: Record<string, string | undefined> = text.rules;
  const parts = [
    decision.code && text.byCode(decision.code),
    decision.source && text.through(sources[decision.source] ?? decision.source),
    decision.click_path && text.landed(decision.click_path),
    decision.reason && text.because(rules[decision.reason] ?? decision.reason),
    decision.new_tier !== null && text.tiers(label(decision.old_tier), label(decision.new_tier)),
    decision.note,
  ];
  const [first = "", ...rest] = parts.filter((part) => part);
  return [first && first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(", ");
}
