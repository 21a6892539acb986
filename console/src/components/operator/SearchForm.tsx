import { Search } from "lucide";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../Button";
import { Icon } from "../Icon";
import { TextField } from "../TextField";
import styles from "./SearchForm.module.css";

/** One box and its button. */
export function SearchForm(props: {
  label: string;
  button: string;
  first: string;
  hint?: ReactNode;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(props.first);
  // Another search by its address (back, a link) is in the box too. The box itself stays, and with it the focus.
  const [first, setFirst] = useState(props.first);
  if (first !== props.first) {
    setFirst(props.first);
    setText(props.first);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSearch(text.trim());
  };
  return (
    <search>
      <form onSubmit={submit} className={styles["form"]} noValidate>
        <TextField
          label={props.label}
          hint={props.hint}
          type="search"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onValueChange={setText}
        />
        <Button type="submit">
          <Icon of={Search} size={16} />
          {props.button}
        </Button>
      </form>
    </search>
  );
}
