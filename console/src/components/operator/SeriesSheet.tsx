import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { locale, messages } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { amountText } from "../../services/money";
import { METRICS, type Metric, seriesQuery } from "../../services/operator-queries";
import { programQuery } from "../../services/queries";
import { RANGES, type Range, sumMicro } from "../../services/ranges";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { SelectField } from "../SelectField";
import { Skeleton } from "../Skeleton";
import styles from "./SeriesSheet.module.css";

const { series: text } = operatorMessages;
const { ranges } = messages.overview.chart;

const BarChart = lazy(() => import("../overview/BarChart").then(({ BarChart }) => ({ default: BarChart })));

/** What all members have come to over time. */
export function SeriesSheet() {
  const [metric, setMetric] = useState<Metric>("earnings");
  const [range, setRange] = useState<Range>("months");
  const { data: program } = useSuspenseQuery(programQuery);
  const { data, error, refetch } = useQuery(seriesQuery(metric, range));
  const format = (value: number | bigint) =>
    metric === "earnings" ? amountText(value, program.currency) : value.toLocaleString(locale);
  const summary = data && messages.overview.chart.summary(format(sumMicro(data.points)), ranges[range]);
  return (
    <Section
      title={text.title}
      note={summary}
      end={
        <div className={styles["ways"]}>
          <SelectField
            label={text.metric}
            hideLabel
            value={metric}
            onChange={setMetric}
            options={METRICS.map((value) => ({ value, name: text.metrics[value] }))}
          />
          <SelectField
            label={text.bucket}
            hideLabel
            value={range}
            onChange={setRange}
            options={(["days", "weeks", "months"] as const).map((value) => ({ value, name: ranges[value] }))}
          />
        </div>
      }
    >
      {error && <Failure error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton lines={1} tall />}
      {data && (
        <Suspense fallback={<Skeleton lines={1} tall />}>
          <BarChart
            points={data.points}
            bucket={RANGES[range].bucket}
            summary={`${text.metrics[metric]}: ${summary}`}
            format={format}
            empty={text.empty}
          />
        </Suspense>
      )}
    </Section>
  );
}
