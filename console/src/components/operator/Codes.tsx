import type { ListedCode } from "@triport/sdk";
import { messages } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { CodeState } from "../CodeState";
import { Section } from "../Section";
import styles from "./Figures.module.css";

/** Every code of an account; one that was erased has no text any more. */
export function Codes({ codes }: { codes: readonly ListedCode[] }) {
  return (
    <Section title={operatorMessages.user.codes}>
      <dl className={styles["lines"]}>
        {codes.map(({ ID, Code, State }) => (
          <div key={ID}>
            <dt>{Code || messages.codes.states.erased}</dt>
            <dd>
              <CodeState state={State} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
