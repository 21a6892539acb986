import { Field } from "@base-ui/react/field";
import { ChevronDown } from "lucide-react";
import { messages } from "../messages";
import styles from "./SelectField.module.css";
import field from "./TextField.module.css";

/** One of a few; the browser's own list, which every phone and screen reader knows best. */
export function SelectField<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; name: string }[];
  onChange: (value: T) => void;
  error?: string | undefined;
  hideLabel?: boolean;
}) {
  return (
    <Field.Root className={field["field"]} invalid={props.error !== undefined}>
      <Field.Label className={props.hideLabel ? "unseen" : field["label"]}>{props.label}</Field.Label>
      <div className={field["box"]}>
        <Field.Control
          className={styles["select"]}
          value={props.value}
          render={
            <select onChange={(event) => props.onChange(event.currentTarget.value as T)}>
              {props.options.map(({ value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          }
        />
        <ChevronDown aria-hidden="true" size={16} className={styles["arrow"]} />
      </div>
      <Field.Error match={props.error !== undefined} className={field["error"]}>
        {props.error ?? messages.errors.unexpected}
      </Field.Error>
    </Field.Root>
  );
}
