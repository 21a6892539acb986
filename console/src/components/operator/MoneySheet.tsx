import type { Totals } from "@triport/sdk";
import { operatorMessages } from "../../messages/operator";
import { Amount } from "../Amount";
import { Figure, Figures, LeadFigure } from "../Figures";
import { Section } from "../Section";

const { overview: text } = operatorMessages;

/** What came in, and what of it belongs to members. */
export function MoneySheet({ totals }: { totals: Totals }) {
  return (
    <Section title={text.money}>
      <LeadFigure name={`${text.paid}, ${text.paidNote}`} value={<Amount micro={totals.paid_micro} figure />} />
      <Figures>
        <Figure
          name={text.lifetime}
          note={<span>{text.lifetimeNote}</span>}
          value={<Amount micro={totals.lifetime_micro} />}
        />
        <Figure name={text.available} value={<Amount micro={totals.available_micro} />} />
        <Figure name={text.pending} value={<Amount micro={totals.pending_micro} />} />
        {totals.debt_micro > 0 && (
          <Figure
            name={text.debt}
            note={<span>{text.debtNote}</span>}
            value={<Amount micro={totals.debt_micro} />}
            bad
          />
        )}
      </Figures>
    </Section>
  );
}
