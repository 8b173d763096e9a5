"""What both API doors stand on: routes, tokens and scopes, parameters, limits, errors."""
