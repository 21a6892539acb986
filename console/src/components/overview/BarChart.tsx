import { useSuspenseQuery } from "@tanstack/react-query";
import type { SeriesPoint } from "@triport/sdk";
import { scaleBand, scaleLinear } from "d3-scale";
import { useState } from "react";
import { messages } from "../../messages";
import { amountText } from "../../services/money";
import { programQuery } from "../../services/queries";
import { bucketName } from "../../services/ranges";
import styles from "./BarChart.module.css";
import { useWidth } from "./use-width";

const HEIGHT = 240;
const FOOT = 28;
const LEFT = 64;
const TOP = 16;
/** So much room has the name of a bucket. */
const NAME_PX = 72;

interface Props {
  points: readonly SeriesPoint[];
  bucket: "day" | "week" | "month";
  summary: string;
  /** How a figure is written; as an amount unless something else is counted. */
  format?: (value: number) => string;
  empty?: string;
}

/** Sums over time as bars. The same figures can be had as a table, so the picture is one image to a screen reader. */
export function BarChart({ points, bucket, summary, format, empty }: Props) {
  const { ref, width } = useWidth();
  const [over, setOver] = useState<SeriesPoint>();
  const { data: program } = useSuspenseQuery(programQuery);
  const write = format ?? ((value: number) => amountText(value, program.currency));
  const values = points.map(({ value }) => value);
  const top = Math.max(...values, 0);
  const days = points.map(({ at }) => at);
  const x = scaleBand(days, [LEFT, width]).padding(0.28);
  const most = top || (format ? 10 : program.min_payout_micro);
  const y = scaleLinear([Math.min(...values, 0), most], [HEIGHT - FOOT, TOP]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const every = Math.ceil((points.length * NAME_PX) / Math.max(width - LEFT, 1));
  return (
    <figure ref={ref} className={styles["chart"]} onPointerLeave={() => setOver(undefined)}>
      <figcaption className={styles["says"]} aria-hidden="true">
        {over ? `${bucketName(over.at, bucket)}: ${write(over.value)}` : "\u00a0"}
      </figcaption>
      <svg width={width} height={HEIGHT} role="img" aria-label={summary} className={styles["picture"]}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} className={styles["line"]} />
            <text x={LEFT - 12} y={y(tick)} className={styles["tick"]}>
              {short(write(tick))}
            </text>
          </g>
        ))}
        {points.map((point, at) => {
          const left = x(point.at) ?? 0;
          const [from, to] = [y(Math.max(point.value, 0)), y(Math.min(point.value, 0))];
          return (
            <g key={point.at} onPointerEnter={() => setOver(point)}>
              <rect x={left} width={x.bandwidth()} y={TOP} height={HEIGHT - FOOT - TOP} className={styles["catch"]} />
              <rect
                x={left}
                width={x.bandwidth()}
                y={from}
                height={point.value === 0 ? 0 : Math.max(to - from, 2)}
                rx={Math.min(3, x.bandwidth() / 3)}
                className={styles[over && over.at !== point.at ? "aside" : "bar"]}
              />
              {at % every === 0 && (
                <text x={left + x.bandwidth() / 2} y={HEIGHT - 6} className={styles["name"]}>
                  {bucketName(point.at, bucket)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {top === 0 && <p className={styles["empty"]}>{empty ?? messages.overview.chart.empty}</p>}
    </figure>
  );
}

/** An axis is read in passing: without decimal places where there are none. */
const short = (text: string) => text.replace(/\.00(?!\d)/, "");
