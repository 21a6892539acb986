import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import styles from "./Filter.module.css";

/** Chooses which part of a list is shown. */
export function Filter<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; name: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <ToggleGroup
      aria-label={props.label}
      className={styles["filter"]}
      value={[props.value]}
      onValueChange={([next]) => {
        const option = props.options.find(({ value }) => value === next);
        if (option) props.onChange(option.value);
      }}
    >
      {props.options.map(({ value, name }) => (
        <Toggle key={value} value={value} className={styles["option"]}>
          {name}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
