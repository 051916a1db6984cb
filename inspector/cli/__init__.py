"""The command line: options, inputs, output, errors. The commands themselves are in `inspector.commands`."""
