import { ChevronDown } from "lucide";
import { useId } from "react";
import { Icon } from "./Icon";
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
  const id = useId();
  const wrong = props.error !== undefined;
  return (
    <div className={field["field"]} data-invalid={wrong || undefined}>
      <label htmlFor={id} className={props.hideLabel ? "unseen" : field["label"]}>
        {props.label}
      </label>
      <div className={field["box"]}>
        <select
          id={id}
          className={styles["select"]}
          value={props.value}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-error` : undefined}
          onChange={(event) => props.onChange(event.currentTarget.value as T)}
        >
          {props.options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} size={16} className={styles["arrow"]} />
      </div>
      {wrong && (
        <p id={`${id}-error`} className={field["error"]}>
          {props.error}
        </p>
      )}
    </div>
  );
}
