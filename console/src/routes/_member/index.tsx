import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { Failure } from "../../components/Failure";
import { BalanceSheet } from "../../components/overview/BalanceSheet";
import { Funnel } from "../../components/overview/Funnel";
import { Ticket } from "../../components/overview/Ticket";
import { PageTitle } from "../../components/Section";
import { Skeleton } from "../../components/Skeleton";
import { messages } from "../../messages";
import { notify } from "../../services/notices";
import { overviewQuery } from "../../services/queries";
import styles from "./index.module.css";

interface Search {
  linked?: "google";
  error?: string;
}

export const Route = createFileRoute("/_member/")({
  // How it went at Google, when a way to sign in was added there.
  validateSearch: ({ linked, error }: Record<string, unknown>): Search => ({
    ...(linked === "google" && { linked }),
    ...(typeof error === "string" && { error }),
  }),
  component: Overview,
});

// Drawn after the link and the figures: nobody waits for the picture to copy the link.
const Earnings = lazy(() => import("../../components/overview/Earnings"));
const GoogleFailure = lazy(() => import("../../components/GoogleFailure"));

function Overview() {
  const { data, error, refetch } = useQuery(overviewQuery);
  const back = Route.useSearch();
  useEffect(() => {
    if (back.linked) void notify(messages.common.linkedGoogle);
  }, [back.linked]);
  return (
    <>
      <PageTitle name={messages.overview.title} />
      <h1 className="unseen">{messages.overview.title}</h1>
      {back.error !== undefined && (
        <div className={styles["failure"]}>
          <Suspense fallback={null}>
            <GoogleFailure tag={back.error} />
          </Suspense>
        </div>
      )}
      {error && (
        <div className={styles["failure"]}>
          <Failure error={error} retry={() => refetch()} />
        </div>
      )}
      {!data && !error && <Skeleton lines={3} tall />}
      {data && (
        <div className={styles["grid"]}>
          <Ticket overview={data} />
          <BalanceSheet balance={data.balance} nextUnlockAt={data.next_unlock_at} />
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
