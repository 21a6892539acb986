import type { Overview } from "@triport/sdk";
import { lazy, Suspense } from "react";
import { messages } from "../../messages";
import { rateText } from "../../services/money";
import { ShareLink } from "./ShareLink";
import { SlugEditor } from "./SlugEditor";
import styles from "./Ticket.module.css";

const Qr = lazy(() => import("./Qr"));
const { link } = messages.overview;

/** The link as a ticket: what to hand on, what it earns, its name, and the stub to scan. */
export function Ticket({ overview }: { overview: Overview }) {
  const { share_url, tier_label, rate_bps } = overview;
  return (
    <section className={styles["ticket"]} aria-labelledby="ticket">
      <div className={styles["body"]}>
        <div className={styles["head"]}>
          <h2 id="ticket">{link.title}</h2>
          <p className={styles["terms"]}>{link.terms(capital(tier_label), rateText(rate_bps))}</p>
        </div>
        <ShareLink url={share_url} />
        <SlugEditor overview={overview} />
      </div>
      <div className={styles["stub"]}>
        <Suspense fallback={<div className={styles["wait"]} />}>
          <Qr url={share_url} />
        </Suspense>
      </div>
    </section>
  );
}

const capital = (label: string) => label.charAt(0).toUpperCase() + label.slice(1);
