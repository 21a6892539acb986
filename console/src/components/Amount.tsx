import { useSuspenseQuery } from "@tanstack/react-query";
import { amountParts } from "../services/money";
import { programQuery } from "../services/queries";
import styles from "./Amount.module.css";

/** An amount of the programme's currency, exact; what is less than a cent stands back but is there. */
export function Amount({ micro, figure = false }: { micro: number | bigint; figure?: boolean }) {
  const { data } = useSuspenseQuery(programQuery);
  const { sign, symbol, whole, cents, rest, symbolAfter } = amountParts(micro, data.currency);
  return (
    <span className={figure ? styles["figure"] : styles["amount"]}>
      {sign}
      {!symbolAfter && <span className={styles["symbol"]}>{symbol}</span>}
      {whole}
      <span className={styles["cents"]}>{cents}</span>
      {rest && <span className={styles["rest"]}>{rest}</span>}
      {symbolAfter && <span className={styles["symbol"]}> {symbol}</span>}
    </span>
  );
}
