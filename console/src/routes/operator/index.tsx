import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { Figure, Figures } from "../../components/Figures";
import { MoneySheet } from "../../components/operator/MoneySheet";
import { PayoutStates } from "../../components/operator/PayoutStates";
import { SeriesSheet } from "../../components/operator/SeriesSheet";
import { PageHead, Section } from "../../components/Section";
import { Skeleton } from "../../components/Skeleton";
import { Steps } from "../../components/Steps";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { totalsQuery } from "../../services/operator-queries";
import styles from "./operator.module.css";

const { overview: text } = operatorMessages;

export const Route = createFileRoute("/operator/")({ component: Programme });

function Programme() {
  const { data, error, refetch } = useQuery(totalsQuery);
  return (
    <>
      <PageHead title={text.title} text={text.lead} />
      {error && <Failure error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton lines={3} tall />}
      {data && (
        <div className={`${styles["grid"]} ${styles["even"]}`}>
          <MoneySheet totals={data} />
          <Section title={text.funnel}>
            <Steps
              steps={[
                { name: text.clicks, count: data.clicks },
                { name: text.invited, count: data.invited_accounts },
                { name: text.paying, count: data.paying_invited_accounts },
              ]}
            />
            <div className={styles["after"]}>
              <Figures>
                <Figure name={text.accounts} value={data.accounts.toLocaleString(locale)} />
              </Figures>
            </div>
          </Section>
          <div className={styles["wide"]}>
            <PayoutStates totals={data} />
          </div>
          <div className={styles["wide"]}>
            <SeriesSheet />
          </div>
        </div>
      )}
    </>
  );
}
