import { useSuspenseQuery } from "@tanstack/react-query";
import { amountText } from "../services/money";
import { programQuery } from "../services/queries";
import { Amount } from "./Amount";
import styles from "./AmountButton.module.css";

interface Props {
  micro: number;
  /** What a screen reader hears, with the amount in it: the figure alone does not say that there is more. */
  label: (amount: string) => string;
  onClick: () => void;
}

/** An amount in a table that opens what is behind it. */
export function AmountButton({ micro, label, onClick }: Props) {
  const { data: program } = useSuspenseQuery(programQuery);
  return (
    <button
      type="button"
      className={styles["open"]}
      aria-label={label(amountText(micro, program.currency))}
      onClick={onClick}
    >
      <Amount micro={micro} />
    </button>
  );
}
