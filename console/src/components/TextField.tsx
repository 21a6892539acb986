import { Field } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import styles from "./TextField.module.css";

type Props = Omit<ComponentProps<typeof Field.Control>, "className"> & {
  label: string;
  /** What helps before anything went wrong. */
  hint?: ReactNode;
  /** What is wrong, in words. */
  error?: string | undefined;
  /** Stands before what is typed and belongs to it, such as the beginning of an address. */
  prefix?: string;
  /** Stands at the end of the box. */
  end?: ReactNode;
  mono?: boolean;
};

/** A box for one line of text with its label, hint and error. */
export function TextField({ label, hint, error, prefix, end, mono, ...control }: Props) {
  return (
    <Field.Root className={styles["field"]} invalid={error !== undefined}>
      <Field.Label className={styles["label"]}>{label}</Field.Label>
      <div className={styles["box"]}>
        {prefix && (
          <span className={styles["prefix"]} aria-hidden="true">
            {prefix}
          </span>
        )}
        <Field.Control {...control} className={mono ? styles["mono"] : styles["input"]} />
        {end}
      </div>
      {hint && <Field.Description className={styles["hint"]}>{hint}</Field.Description>}
      <Field.Error match={error !== undefined} className={styles["error"]}>
        {error}
      </Field.Error>
    </Field.Root>
  );
}
