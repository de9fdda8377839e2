"""The pages on paper: a finished page of HTML becomes markup of typst (`markup`), and that a tagged PDF (`compile`)."""
