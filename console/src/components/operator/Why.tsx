import { Link } from "@tanstack/react-router";
import type { DecidedEvent, ProgramTerms } from "@triport/sdk";
import { useState } from "react";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { evidence } from "../../services/evidence";
import { momentText } from "../../services/time";
import { Button } from "../Button";
import { Section } from "../Section";
import { Status, type Tone } from "../Status";
import styles from "./Why.module.css";

const { user: text } = operatorMessages;

type Tiers = ProgramTerms["tiers"];

const TONES: Record<string, Tone> = { signup: "good", first_paid: "good", rejected: "bad", tier_changed: "accent" };

/** So many are read at a glance; the others on demand. */
const AT_FIRST = 12;

/** What was decided about an account, and on what evidence. */
export function Why({ decisions, tiers }: { decisions: readonly DecidedEvent[]; tiers: Tiers }) {
  const [all, setAll] = useState(false);
  const shown = all ? decisions : decisions.slice(0, AT_FIRST);
  return (
    <Section title={text.why} note={text.whyNote}>
      {decisions.length === 0 && <p className={styles["none"]}>{text.noWhy}</p>}
      <ol className={styles["list"]}>
        {shown.map((decision) => (
          <li key={`${decision.at} ${decision.kind} ${decision.counterpart_user_id}`} className={styles["item"]}>
            <Status tone={TONES[decision.kind] ?? "still"}>{nameOf(decision.kind)}</Status>
            <p>{evidence(decision, tiers)}</p>
            <p className={styles["at"]}>
              <time dateTime={decision.at}>{momentText(decision.at)}</time>
              {decision.counterpart_user_id && (
                <Link to="/operator/users/$user" params={{ user: decision.counterpart_user_id }}>
                  {text.counterpart}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ol>
      {shown.length < decisions.length && (
        <Button className={styles["more"]} onClick={() => setAll(true)}>
          {text.all(decisions.length.toLocaleString(locale))}
        </Button>
      )}
    </Section>
  );
}

const nameOf = (kind: string) => (text.kinds as Record<string, string | undefined>)[kind] ?? kind;
