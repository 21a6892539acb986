import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messages } from "../../messages";
import { amountText } from "../../services/money";
import { programQuery, seriesQuery } from "../../services/queries";
import { RANGES, type Range, sumMicro } from "../../services/ranges";
import { Button } from "../Button";
import { Failure } from "../Failure";
import { Section } from "../Section";
import { SelectField } from "../SelectField";
import { Skeleton } from "../Skeleton";
import { BarChart } from "./BarChart";
import styles from "./Earnings.module.css";
import { SeriesTable } from "./SeriesTable";

const { chart: text } = messages.overview;

/** What was earned over time, as a picture or as a table. Loaded after the rest of the page. */
// biome-ignore lint/style/noDefaultExport: what is loaded lazily is its module's default
export default function Earnings() {
  const [range, setRange] = useState<Range>("days");
  const [table, setTable] = useState(false);
  const { data: program } = useSuspenseQuery(programQuery);
  const { bucket, from } = RANGES[range];
  const { data, error, refetch } = useQuery(seriesQuery({ metric: "earnings", bucket, from: from(new Date()) }));
  const total = data && amountText(sumMicro(data.points), program.currency);
  return (
    <Section
      title={text.title}
      note={total === undefined ? text.note : text.summary(total, text.ranges[range])}
      end={
        <div className={styles["ways"]}>
          <SelectField
            label={text.range}
            hideLabel
            value={range}
            onChange={setRange}
            options={(["days", "weeks", "months"] as const).map((value) => ({ value, name: text.ranges[value] }))}
          />
          <Button onClick={() => setTable(!table)}>{table ? text.picture : text.table}</Button>
        </div>
      }
    >
      {error && <Failure error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton lines={1} tall />}
      {data &&
        (table ? (
          <SeriesTable points={data.points} />
        ) : (
          <BarChart points={data.points} bucket={bucket} summary={text.summary(total ?? "", text.ranges[range])} />
        ))}
    </Section>
  );
}
