import type { ProgramTerms, ShownUser } from "@triport/sdk";
import { useState } from "react";
import { operatorMessages } from "../../messages/operator";
import { Button } from "../Button";
import { Section } from "../Section";
import styles from "./Decide.module.css";
import { DisableDialog, FreezeDialog, TierDialog } from "./DecideDialogs";

const { acts: text } = operatorMessages;

type Open = "tier" | "freeze" | "disable" | undefined;

/** What an operator can decide about an account. Whether this one may, its role says when it tries. */
export function Decide({ shown, tiers }: { shown: ShownUser; tiers: ProgramTerms["tiers"] }) {
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Section title={text.title}>
      <ul className={styles["acts"]}>
        <li>
          <p>{text.tierText}</p>
          <Button onClick={() => setOpen("tier")}>{text.tier}</Button>
        </li>
        <li>
          <p>{shown.payouts_frozen ? text.unfreezeText : text.freezeText}</p>
          <Button kind={shown.payouts_frozen ? "plain" : "danger"} onClick={() => setOpen("freeze")}>
            {shown.payouts_frozen ? text.unfreeze : text.freeze}
          </Button>
        </li>
        <li>
          <p>{text.disableText}</p>
          <Button kind="danger" onClick={() => setOpen("disable")}>
            {text.disable}
          </Button>
        </li>
      </ul>
      {open === "tier" && <TierDialog shown={shown} tiers={tiers} onClose={close} />}
      {open === "freeze" && <FreezeDialog shown={shown} onClose={close} />}
      {open === "disable" && <DisableDialog shown={shown} onClose={close} />}
    </Section>
  );
}
