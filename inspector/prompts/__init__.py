"""From everything read to one `Prompt` for each request to answer."""
