"""Arguments as the Advanced CLI takes them: positional ones in order, then options as `name value`."""
from store import CommandError


def parse(arguments, positional, options=()):
    """A dictionary of both; says what is missing, unknown or without value."""
    if len(arguments) < len(positional):
        raise CommandError(f"missing argument {positional[len(arguments)]}; expected: {' '.join(positional)}")
    result = dict(zip(positional, arguments))
    rest = arguments[len(positional):]
    if len(rest) % 2:
        raise CommandError(f"option {rest[-1]} has no value")
    for name, value in zip(rest[::2], rest[1::2]):
        if name not in options:
            raise CommandError(f"unknown option {name}; known: {' '.join(options) or 'none'}")
        result[name] = value
    return result


def no_more(arguments):
    parse(arguments, ())
