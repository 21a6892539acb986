import type { Payout } from "@triport/sdk";
import { memo } from "react";
import { memberMessages } from "../../messages/member";
import { Amount } from "../Amount";
import { sheetLook } from "../Section";
import { Status } from "../Status";
import { CancelPayout } from "./CancelPayout";
import styles from "./PayoutSheet.module.css";
import { Timeline } from "./Timeline";
import { PAYOUT_TONES } from "./tones";

const { payouts: text } = memberMessages;

/** A payout that is on its way: how much, where to, and how far it has come. One that did not change is not drawn again. */
export const PayoutSheet = memo(function PayoutSheet({ payout }: { payout: Payout }) {
  return (
    <article className={`${sheetLook} ${styles["sheet"]}`}>
      <div className={styles["head"]}>
        <h2 className={styles["amount"]}>
          <Amount micro={payout.amount_micro} />
        </h2>
        <Status tone={PAYOUT_TONES[payout.status]}>{text.status[payout.status]}</Status>
        <p className={styles["to"]}>
          {text.networks[payout.network]} <code>{payout.address}</code>
        </p>
      </div>
      <Timeline payout={payout} />
      <div className={styles["next"]}>
        <p>{text.next[payout.status]}</p>
        {payout.status === "requested" && <CancelPayout payout={payout} />}
      </div>
    </article>
  );
});
