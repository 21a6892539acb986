import type { DirectoryUser, ShownUser } from "@triport/sdk";
import { locale, messages } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { rateText } from "../../services/money";
import { dayText, momentText } from "../../services/time";
import { Amount } from "../Amount";
import { Figure, Figures } from "../Figures";
import { PageHead, Section } from "../Section";
import { Status } from "../Status";
import styles from "./AccountFacts.module.css";

const { user: text, users } = operatorMessages;

/** Who it is, and how it stands. */
export function AccountFacts({ entry, shown }: { entry: DirectoryUser | null; shown: ShownUser }) {
  const { balance } = shown;
  return (
    <>
      <PageHead
        title={entry?.display_name ?? messages.common.product}
        text={entry?.email ?? users.noEmail}
        end={
          <div className={styles["badges"]}>
            <Status tone="accent">{`${shown.tier_label}, ${rateText(shown.rate_bps)}`}</Status>
            {shown.payouts_frozen && <Status tone="bad">{text.frozen}</Status>}
            {shown.erased_at !== null && <Status tone="still">{text.erased(dayText(shown.erased_at))}</Status>}
          </div>
        }
      />
      <div className={styles["sheets"]}>
        <Section title={text.balance}>
          <Figures>
            <Figure name={text.available} value={<Amount micro={balance.available_micro} />} />
            <Figure name={text.pending} value={<Amount micro={balance.pending_micro} />} />
            <Figure name={text.lifetime} value={<Amount micro={balance.lifetime_micro} />} />
            {balance.debt_micro > 0 && <Figure name={text.debt} value={<Amount micro={balance.debt_micro} />} bad />}
          </Figures>
        </Section>
        <Section title={text.reach}>
          <Figures>
            <Figure name={text.clicks} value={shown.clicks.toLocaleString(locale)} />
            <Figure name={text.signups} value={shown.signups.toLocaleString(locale)} />
            <Figure name={text.paying} value={shown.paid_invitees_inf.toLocaleString(locale)} />
            <Figure name={text.inviter} value={shown.inviter_display ?? text.nobody} />
          </Figures>
        </Section>
        <Section title={users.name}>
          <Figures>
            {entry && <Figure name={text.created} value={momentText(entry.created_at)} />}
            <Figure name={text.share} value={<span className={styles["long"]}>{shown.share_url}</span>} />
            {entry?.external_id && (
              <Figure name={text.external} value={<code className={styles["long"]}>{entry.external_id}</code>} />
            )}
            <Figure name={text.id} value={<code className={styles["long"]}>{shown.user_id}</code>} />
          </Figures>
        </Section>
      </div>
    </>
  );
}
