// The protocol's messages share many names with the SDK's own types.
global using Rpc = CarbonioInfra.Embedded.Protocol;
