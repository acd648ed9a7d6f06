using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace Sidecar.Gateway.Tests;

/// <summary>Which types a type uses: in fields, signatures, local variables, and instructions.</summary>
/// <remarks>The compiler copies constants and enum values, so uses of those leave no trace and are not seen.</remarks>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (OpCode)field.GetValue(null)!)
            .ToFrozenDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        Add(found, type.GetInterfaces());
        Add(found, type.GetFields(Declared).Select(field => field.FieldType));
        foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        {
            AddSignature(found, method);
            AddBody(found, method);
        }

        return found;
    }

    private static void AddSignature(HashSet<Type> found, MethodBase method)
    {
        Add(found, method.DeclaringType);
        Add(found, (method as MethodInfo)?.ReturnType);
        Add(found, method.GetParameters().Select(parameter => parameter.ParameterType));
        if (method.IsGenericMethod)
        {
            Add(found, method.GetGenericArguments());
        }
    }

    private static void AddBody(HashSet<Type> found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        Add(found, body.LocalVariables.Select(variable => variable.LocalType));
        Add(found, body.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType));
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var opCode = ReadOpCode(code, ref at);
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            {
                AddMember(found, Resolve(method, BitConverter.ToInt32(code, at)));
            }

            at += OperandLength(opCode, code, at);
        }
    }

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        switch (member)
        {
            case MethodBase method:
                AddSignature(found, method);
                break;
            case FieldInfo field:
                Add(found, field.DeclaringType);
                Add(found, field.FieldType);
                break;
            default:
                Add(found, member as Type);
                break;
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static OpCode ReadOpCode(byte[] code, ref int at)
    {
        short value = code[at++];
        return OpCodesByValue[value == 0xFE ? (short)(0xFE00 | code[at++]) : value];
    }

    private static int OperandLength(OpCode opCode, byte[] code, int at) => opCode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static void Add(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            Add(found, type);
        }
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || !found.Add(type))
        {
            return;
        }

        Add(found, type.HasElementType ? type.GetElementType() : null);
        Add(found, type.IsGenericType ? type.GetGenericArguments() : []);
    }
}
