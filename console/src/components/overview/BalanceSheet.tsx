import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Balance } from "@triport/sdk";
import { useEffect, useState } from "react";
import { messages } from "../../messages";
import { amountText } from "../../services/money";
import { programQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import { Amount } from "../Amount";
import { buttonLook } from "../Button";
import { Figure, Figures, LeadFigure } from "../Figures";
import { Section } from "../Section";
import styles from "./BalanceSheet.module.css";

const { balance: text } = messages.overview;

/** What can be had now, what comes later, and what was earned in all. */
export function BalanceSheet({ balance, nextUnlockAt }: { balance: Balance; nextUnlockAt: string | null }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const short = balance.available_micro < program.min_payout_micro;
  return (
    <Section title={text.title}>
      <LeadFigure
        name={text.available}
        value={<Amount micro={balance.available_micro} figure />}
        end={
          short ? (
            <p className={styles["short"]}>{text.short(amountText(program.min_payout_micro, program.currency))}</p>
          ) : (
            <Link to="/payouts" search={{ new: true }} className={buttonLook("main")}>
              {text.payout}
            </Link>
          )
        }
      />
      <Figures large>
        <Figure
          name={text.pending}
          note={nextUnlockAt !== null && <Unlocks at={nextUnlockAt} />}
          value={<Amount micro={balance.pending_micro} />}
        />
        {balance.debt_micro > 0 && (
          <Figure
            name={text.debt}
            note={<span>{text.debtText}</span>}
            value={<Amount micro={-balance.debt_micro} />}
            bad
          />
        )}
        <Figure name={text.lifetime} value={<Amount micro={balance.lifetime_micro} />} />
      </Figures>
    </Section>
  );
}

/** When the first of it unlocks. Written after the page is there: the browser's tables of dates take long to read. */
function Unlocks({ at }: { at: string }) {
  const [day, setDay] = useState("\u00a0");
  useEffect(() => setDay(text.unlocks(dayText(at))), [at]);
  return <span>{day}</span>;
}
