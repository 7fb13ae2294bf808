using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>What the compiler wants for records and init-only properties, and netstandard2.0 lacks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
