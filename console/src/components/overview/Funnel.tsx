import type { Overview } from "@triport/sdk";
import { locale, messages } from "../../messages";
import { Section } from "../Section";
import styles from "./Funnel.module.css";

const { funnel: text } = messages.overview;
const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

/** How many come, sign up and pay. */
export function Funnel({ overview }: { overview: Overview }) {
  const { clicks, signups, paid_invitees } = overview;
  const most = Math.max(clicks, signups, paid_invitees, 1);
  return (
    <Section title={text.title}>
      <ol className={styles["steps"]}>
        <Step name={text.clicks} count={clicks} most={most} />
        <Step name={text.signups} count={signups} most={most} of={clicks} ofWhat={text.ofClicks} />
        <Step name={text.paying} count={paid_invitees} most={most} of={signups} ofWhat={text.ofSignups} />
      </ol>
      {clicks + signups === 0 && <p className={styles["empty"]}>{text.empty}</p>}
    </Section>
  );
}

function Step(props: { name: string; count: number; most: number; of?: number; ofWhat?: string }) {
  const { count, most, of = 0, ofWhat } = props;
  // Sign-ups need no click when the product pushes them: then a share of clicks says nothing.
  const share = ofWhat !== undefined && of > 0 && count <= of ? text.of(percent.format(count / of), ofWhat) : "";
  return (
    <li className={styles["step"]}>
      <span className={styles["name"]}>{props.name}</span>
      <span className={styles["count"]}>{count.toLocaleString(locale)}</span>
      <svg className={styles["bar"]} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="1" className={styles["track"]} />
        <rect width={(100 * count) / most} height="1" />
      </svg>
      {share && <span className={styles["share"]}>{share}</span>}
    </li>
  );
}
