import type { Overview } from "@triport/sdk";
import { locale, messages } from "../../messages";
import { once } from "../../services/once";
import { Section } from "../Section";
import { Steps } from "../Steps";
import styles from "./Funnel.module.css";

const { funnel: text } = messages.overview;
const percent = once(() => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }));

/** How many come, sign up and pay. */
export function Funnel({ overview }: { overview: Overview }) {
  const { clicks, signups, paid_invitees } = overview;
  return (
    <Section title={text.title}>
      <Steps
        steps={[
          { name: text.clicks, count: clicks },
          { name: text.signups, count: signups, share: share(signups, clicks, text.ofClicks) },
          { name: text.paying, count: paid_invitees, share: share(paid_invitees, signups, text.ofSignups) },
        ]}
      />
      {clicks + signups === 0 && <p className={styles["empty"]}>{text.empty}</p>}
    </Section>
  );
}

/** Sign-ups need no click when the product pushes them: then a share of clicks says nothing. */
const share = (count: number, of: number, ofWhat: string) =>
  of > 0 && count <= of ? text.of(percent().format(count / of), ofWhat) : "";
