import type { ProgramTerms } from "@triport/sdk";
import { memberMessages } from "../messages/member";
import { rateText } from "../services/money";
import styles from "./LoginPitch.module.css";

/** What this is about, for those who see it for the first time. */
export function LoginPitch({ program }: { program: ProgramTerms | undefined }) {
  // Every account starts there.
  const bps = program?.tiers.find(({ tier }) => tier === 1)?.rate_bps;
  return (
    <aside className={styles["pitch"]}>
      <div className={styles["inner"]}>
        {bps !== undefined && <h2>{memberMessages.login.pitchTitle(rateText(bps))}</h2>}
        <p>{memberMessages.login.pitch}</p>
        <ol className={styles["steps"]}>
          {memberMessages.login.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </aside>
  );
}
