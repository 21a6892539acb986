import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Balance } from "@triport/sdk";
import { messages } from "../../messages";
import { amountText } from "../../services/money";
import { nextUnlock, pendingQuery, programQuery } from "../../services/queries";
import { dayText, lengthText } from "../../services/time";
import { Amount } from "../Amount";
import { buttonLook } from "../Button";
import { Section } from "../Section";
import styles from "./BalanceSheet.module.css";

const { balance: text } = messages.overview;

/** What can be had now, what comes later, and what was earned in all. */
export function BalanceSheet({ balance }: { balance: Balance }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const short = balance.available_micro < program.min_payout_micro;
  return (
    <Section title={text.title}>
      <div className={styles["available"]}>
        <div>
          <p className={styles["name"]}>{text.available}</p>
          <p>
            <Amount micro={balance.available_micro} figure />
          </p>
        </div>
        {short ? (
          <p className={styles["short"]}>{text.short(amountText(program.min_payout_micro, program.currency))}</p>
        ) : (
          <Link to="/payouts" search={{ new: true }} className={buttonLook("main")}>
            {text.payout}
          </Link>
        )}
      </div>
      <dl className={styles["lines"]}>
        <div>
          <dt>
            {text.pending}
            {balance.pending_micro > 0 && <Unlocks />}
          </dt>
          <dd>
            <Amount micro={balance.pending_micro} />
          </dd>
        </div>
        {balance.debt_micro > 0 && (
          <div className={styles["debt"]}>
            <dt>
              {text.debt}
              <span>{text.debtText}</span>
            </dt>
            <dd>
              <Amount micro={-balance.debt_micro} />
            </dd>
          </div>
        )}
        <div>
          <dt>{text.lifetime}</dt>
          <dd>
            <Amount micro={balance.lifetime_micro} />
          </dd>
        </div>
      </dl>
    </Section>
  );
}

/** When the next reward unlocks; with more of them than one page, the rule instead of a guess. */
function Unlocks() {
  const { data: program } = useSuspenseQuery(programQuery);
  const { data } = useQuery(pendingQuery);
  if (data === undefined) return null;
  const next = data.next_cursor === null ? nextUnlock(data.items) : undefined;
  return (
    <span>
      {next
        ? text.unlocks(amountText(next.amount_micro, program.currency), dayText(next.unlock_at))
        : text.unlocksOver(lengthText(program.hold_period_seconds))}
    </span>
  );
}
