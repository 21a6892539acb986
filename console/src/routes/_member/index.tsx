import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Failure } from "../../components/Failure";
import { BalanceSheet } from "../../components/overview/BalanceSheet";
import { Funnel } from "../../components/overview/Funnel";
import { Ticket } from "../../components/overview/Ticket";
import { Skeleton } from "../../components/Skeleton";
import { messages } from "../../messages";
import { overviewQuery } from "../../services/queries";
import styles from "./index.module.css";

export const Route = createFileRoute("/_member/")({ component: Overview });

// Drawn after the link and the figures: nobody waits for the picture to copy the link.
const Earnings = lazy(() => import("../../components/overview/Earnings"));

function Overview() {
  const { data, error, refetch } = useQuery(overviewQuery);
  return (
    <>
      <h1 className="unseen">{messages.overview.title}</h1>
      {error && (
        <div className={styles["failure"]}>
          <Failure error={error} retry={() => refetch()} />
        </div>
      )}
      {!data && !error && <Skeleton lines={3} tall />}
      {data && (
        <div className={styles["grid"]}>
          <Ticket overview={data} />
          <BalanceSheet balance={data.balance} />
          <Funnel overview={data} />
          <div className={styles["wide"]}>
            <Suspense fallback={<Skeleton lines={1} tall />}>
              <Earnings />
            </Suspense>
          </div>
        </div>
      )}
    </>
  );
}
